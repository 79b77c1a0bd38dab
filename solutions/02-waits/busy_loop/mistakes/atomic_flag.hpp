// MISTAKE: a race, so the flag becomes atomic: right now, and as busy as before.
// Caught by: Test3 as atomic-still-spins
#pragma once

#include "common/win32/windows.hpp"

#include <atomic>

/// Given by the judge. The result for this number.
DWORD compute(int number);

/// Belongs to the caller of run(), and outlives the thread.
struct Task {
    int number = 0;
    DWORD result = 0;
    std::atomic<bool> done = false;
};

/// Runs on a thread of its own.
inline DWORD WINAPI worker(LPVOID argument) {
    Task& task = *static_cast<Task*>(argument);
    task.result = compute(task.number);
    task.done = true;
    return 0;
}

/// Computes on another thread. Blocks, without using the processor, until that thread has ended;
/// returns its result. Its handle is closed by then.
inline DWORD run(Task& task) {
    const HANDLE thread = ::CreateThread(nullptr, 0, &worker, &task, 0, nullptr);
    while (!task.done) {
    }
    const DWORD result = task.result;
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
    return result;
}
