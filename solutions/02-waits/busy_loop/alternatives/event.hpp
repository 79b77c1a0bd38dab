// ALTERNATIVE: an event says that the result is there, while the worker still tidies up. The caller
// could use the result before it waits for the end.
#pragma once

#include "common/win32/windows.hpp"

/// Given by the judge. The result for this number.
DWORD compute(int number);

/// Belongs to the caller of run(), and outlives the thread.
struct Task {
    int number = 0;
    DWORD result = 0;
    HANDLE done = nullptr;  // signaled when the result is there
};

/// Runs on a thread of its own.
inline DWORD WINAPI worker(LPVOID argument) {
    Task& task = *static_cast<Task*>(argument);
    task.result = compute(task.number);
    ::SetEvent(task.done);
    return 0;
}

/// Computes on another thread. Blocks, without using the processor, until that thread has ended;
/// returns its result. Its handle is closed by then.
inline DWORD run(Task& task) {
    task.done = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    const HANDLE thread = ::CreateThread(nullptr, 0, &worker, &task, 0, nullptr);
    ::WaitForSingleObject(task.done, INFINITE);
    const DWORD result = task.result;
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
    ::CloseHandle(task.done);
    return result;
}
