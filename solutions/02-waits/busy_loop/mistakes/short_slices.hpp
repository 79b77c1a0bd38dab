// MISTAKE: a wait of one millisecond is Sleep(1) with another name.
// Caught by: Test3 as short-waits
#pragma once

#include "common/win32/windows.hpp"

/// Given by the judge. The result for this number.
DWORD compute(int number);

/// Belongs to the caller of run(), and outlives the thread.
struct Task {
    int number = 0;
    DWORD result = 0;
};

/// Runs on a thread of its own.
inline DWORD WINAPI worker(LPVOID argument) {
    Task& task = *static_cast<Task*>(argument);
    task.result = compute(task.number);
    return 0;
}

/// Computes on another thread. Blocks, without using the processor, until that thread has ended;
/// returns its result. Its handle is closed by then.
inline DWORD run(Task& task) {
    const HANDLE thread = ::CreateThread(nullptr, 0, &worker, &task, 0, nullptr);
    while (::WaitForSingleObject(thread, 1) == WAIT_TIMEOUT) {
    }
    const DWORD result = task.result;
    ::CloseHandle(thread);
    return result;
}
