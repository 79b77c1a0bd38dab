// ALTERNATIVE: the result is the exit code, read after the wait. Good for a DWORD, and for no more.
#pragma once

#include "common/win32/windows.hpp"

/// Given by the judge. The result for this number.
DWORD compute(int number);

/// Belongs to the caller of run(), and outlives the thread.
struct Task {
    int number = 0;
};

/// Runs on a thread of its own.
inline DWORD WINAPI worker(LPVOID argument) {
    Task& task = *static_cast<Task*>(argument);
    return compute(task.number);
}

/// Computes on another thread. Blocks, without using the processor, until that thread has ended;
/// returns its result. Its handle is closed by then.
inline DWORD run(Task& task) {
    const HANDLE thread = ::CreateThread(nullptr, 0, &worker, &task, 0, nullptr);
    ::WaitForSingleObject(thread, INFINITE);
    DWORD result = 0;
    ::GetExitCodeThread(thread, &result);
    ::CloseHandle(thread);
    return result;
}
