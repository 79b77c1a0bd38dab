// LAB L02 - Exit code 259                                           about 15 minutes
//
// Goal    Every job's result arrives, whatever number it is. As it stands, one number never does.
//
// Given   job(), below: it belongs to the judge. It may be called by any thread, takes as long as
//         it takes, and may return any DWORD.
// To do   the places marked TODO. The contract of run_jobs() stays as it is.
// Rules   Windows threads (CreateThread or _beginthreadex), raw handles; no Sleep, no globals.
//
// Judged  wb check L02   (Visual Studio: Test Explorer, ch01.lab.exit_code_259). The judge records
//         every call: how you learn that a thread has ended, and how often you ask. A job ends
//         only when you wait for it - or have given it up.
// Stuck?  wb hint L02, then notes/01-threads.md#when-has-a-thread-ended
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
    // TODO 1: when this function goes on, the thread has ended: learnt from something that cannot
    //         be mistaken for a result.
    // TODO 2: the exit code is read after that, once, and taken as it is.
    DWORD code = STILL_ACTIVE;
    do {
        ::GetExitCodeThread(thread, &code);
    } while (code == STILL_ACTIVE);
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
