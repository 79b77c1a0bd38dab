// SOLUTION L01 - The loop variable (the task: labs/01-threads/loop_variable/loop_variable.hpp)
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge. Worker n calls it once, with n.
void deliver(int number);

/// Runs on each worker thread.
inline DWORD WINAPI worker(LPVOID argument) {
    const int number = *static_cast<int*>(argument);  // an element of its own; nothing to give back
    deliver(number);
    return 0;
}

/// Starts `count` workers (1 to 64), waits until all have delivered, and closes their handles.
inline void run_workers(int count) {
    std::vector<HANDLE> threads;
    // Filled before the first thread starts and never resized after: no element moves or changes,
    // and all of them outlive the wait below.
    std::vector<int> numbers;
    for (int number = 0; number < count; ++number) numbers.push_back(number);
    for (int& number : numbers)
        threads.push_back(::CreateThread(nullptr, 0, &worker, &number, 0, nullptr));
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
}

// DISCUSSION
//
// Why a vector?   The argument of a thread needs an owner that outlives the thread's use of it.
//                 Here run_workers() is that owner: it waits before it returns. A caller that does
//                 not wait has to hand the ownership over (alternatives/heap_per_worker.hpp).
// Why fill it first?  push_back may move all elements. `numbers.push_back(n); CreateThread(...,
//                 &numbers.back(), ...)` hands out addresses that the next push_back makes stale.
// Why not Sleep?  It makes the wrong order rare. The judge makes it happen every time, and so will
//                 the day on which the machine is busy.
// Nothing to own  An int fits into the pointer: alternatives/value_in_pointer.hpp. Two casts, no
//                 lifetime; the habit ends when the argument grows.
// The id          CreateThread's last parameter returns the thread's id. The worker may run before
//                 it is written: a worker that needs its id asks GetCurrentThreadId().
// In the library  std::thread([number] { deliver(number); }) copies the capture into memory that
//                 the new thread owns; [&number] would be this lab's mistake again. _beginthreadex
//                 takes the same one pointer as CreateThread.
