// SOLUTION L05 - The busy loop (the task: labs/02-waits/busy_loop/busy_loop.hpp)
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
    // Signaled means ended; until then this thread needs no processor.
    ::WaitForSingleObject(thread, INFINITE);
    const DWORD result = task.result;
    ::CloseHandle(thread);
    return result;
}

// DISCUSSION
//
// Why a wait?     The system knows what the caller waits for. Until the thread object is signaled
//                 the caller is on no list of those who want a processor; then it is at once.
// Why not the flag?  A plain variable that one thread writes and another reads at the same time is
//                 a data race: the compiler may read it once and loop for ever. volatile forbids
//                 that and no more; std::atomic makes it right, and still busy.
// The order       The wait also orders memory: what the thread wrote before its end is seen by
//                 whoever reads after the wait. Read before it, the result is what it was.
// Why not Sleep?  Sleep(0) returns at once when nobody else is ready. Sleep(1) looks cheap, wakes
//                 the processor a thousand times a second, and finds the result late.
// With a limit?   WaitForSingleObject(thread, 250) in a loop, for a caller that has to look at
//                 something else now and then. WAIT_TIMEOUT says "still at it", nothing more. Often
//                 that something else is an object too: then one wait for both is better (L06).
// WAIT_FAILED     answers at once. After CloseHandle the wait "works" in that way: without waiting.
// Spinning a little  A short, bounded spin before the wait is what CRITICAL_SECTION does, where the
//                 wait is expected to be shorter than a switch of threads. Bounded, and then a
//                 wait.
// In the library  std::thread::join, std::future::get, and in C++20 std::atomic::wait on the flag.
