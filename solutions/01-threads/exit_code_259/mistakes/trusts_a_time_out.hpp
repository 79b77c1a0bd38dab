// MISTAKE: five seconds are enough for any job - so nobody looks at what the wait has answered.
// Caught by: Test3 as time-out-ignored
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge. Job n's result.
DWORD job(int number);

/// Runs on each worker thread; what it returns becomes the thread's exit code.
inline DWORD WINAPI worker(LPVOID argument) {
    return job(static_cast<int>(reinterpret_cast<INT_PTR>(argument)));
}

/// Blocks, without using the processor, until the thread has ended; returns its exit code.
inline DWORD result_of(HANDLE thread) {
    ::WaitForSingleObject(thread, 5000);
    DWORD code = 0;
    ::GetExitCodeThread(thread, &code);
    return code;
}

/// Runs job(0) ... job(count - 1), each on a thread of its own (1 to 64 of them), and returns their
/// results in this order. All these threads have ended by then, and their handles are closed.
inline std::vector<DWORD> run_jobs(int count) {
    std::vector<HANDLE> threads;
    for (INT_PTR number = 0; number < count; ++number)
        threads.push_back(
            ::CreateThread(nullptr, 0, &worker, reinterpret_cast<LPVOID>(number), 0, nullptr));
    std::vector<DWORD> results;
    for (const HANDLE thread : threads) {
        results.push_back(result_of(thread));
        ::CloseHandle(thread);
    }
    return results;
}
