// SOLUTION L02 - Exit code 259 (the task: labs/01-threads/exit_code_259/exit_code_259.hpp)
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
    // Signaled means ended, whatever the exit code is: the kernel sets this state, not the job.
    ::WaitForSingleObject(thread, INFINITE);
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

// DISCUSSION
//
// Why a wait?     "Has it ended?" and "what did it return?" are two questions, and
//                 GetExitCodeThread answers the first one with a number taken from the answers to
//                 the second. The thread object is signaled when the thread has ended; no exit code
//                 changes that.
// Only a look?    WaitForSingleObject(thread, 0) asks without blocking: WAIT_OBJECT_0 ended,
//                 WAIT_TIMEOUT running. It is the honest poll - once, between other work, not in
//                 a loop of its own.
// Why not Sleep?  It makes the loop cheap and late. The end comes between two looks, and 259 still
//                 never ends it.
// Why not "259 is an error"?  A rule that jobs must not return 259 is a rule that one day is
//                 broken from far away: ERROR_NO_MORE_ITEMS is 259 too, and a thread that returns
//                 GetLastError() at the end of an enumeration returns it.
// One after the other  The loop waits for thread 0 while thread 1 may have ended long ago. That is
//                 no loss: all are needed before run_jobs() can return. Who wants to use a result
//                 as soon as it is there waits for any of them (alternatives/as_they_end.hpp).
// ExitThread      ends the thread with a code from any depth, but skips the destructors of all C++
//                 objects on its stack. A thread function that returns its code loses nothing.
// Processes       have the same trap with the same number: GetExitCodeProcess, and the same cure.
// In the library  std::thread::join is the wait, and there is no exit code at all: a result travels
//                 in memory (alternatives/results_in_memory.hpp) or in a std::future.
