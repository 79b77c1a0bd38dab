// MISTAKE: the loop burns the processor, so it gets a pause; Sleep(0) burns on, Sleep(1) is late.
// Caught by: Test3 as sleep-in-the-loop
#pragma once

#include "common/win32/windows.hpp"

/// Given by the judge. The result for this number.
DWORD compute(int number);

/// Belongs to the caller of run(), and outlives the thread.
struct Task {
    int number = 0;
    DWORD result = 0;
    bool done = false;
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
    while (!task.done) ::Sleep(1);
    const DWORD result = task.result;
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
    return result;
}
