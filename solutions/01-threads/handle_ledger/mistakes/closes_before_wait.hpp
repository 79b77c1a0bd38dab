// MISTAKE: all is closed, once - but before the wait, which fails at once and is not asked.
// Caught by: Test3 as wait-on-closed-handle
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge: what worker n does.
void work(int number);
/// Given by the judge: what messenger n does. Returns long after run_shift() has.
void send_message(int number);

/// Run on threads of their own.
inline DWORD WINAPI worker(LPVOID argument) {
    work(static_cast<int>(reinterpret_cast<INT_PTR>(argument)));
    return 0;
}
inline DWORD WINAPI messenger(LPVOID argument) {
    send_message(static_cast<int>(reinterpret_cast<INT_PTR>(argument)));
    return 0;
}

/// Starts a thread; the caller owns the handle.
inline HANDLE start(LPTHREAD_START_ROUTINE routine, INT_PTR number) {
    return ::CreateThread(nullptr, 0, routine, reinterpret_cast<LPVOID>(number), 0, nullptr);
}

/// Sends message `number` on a thread that nobody waits for.
inline void start_messenger(int number) { ::CloseHandle(start(&messenger, number)); }

/// Returns when the worker has ended.
inline void finish(HANDLE thread) {
    ::CloseHandle(thread);
    ::WaitForSingleObject(thread, INFINITE);
}

/// For each number 0 ... count - 1 (count: 1 to 32) starts one worker and one messenger. Returns
/// when the workers have ended, without waiting for a messenger. Each handle it has opened is
/// closed by then, exactly once, and was not used after that.
inline void run_shift(int count) {
    std::vector<HANDLE> workers;
    for (int number = 0; number < count; ++number) {
        workers.push_back(start(&worker, number));
        start_messenger(number);
    }
    for (const HANDLE thread : workers) finish(thread);
}
