// LAB L01 - The loop variable                                       about 20 minutes
//
// Goal    Five workers, five numbers: worker n delivers n. As it stands, all deliver the same.
//
// Given   deliver(), below: the judge collects the numbers there. It may be called by any thread.
// To do   the places marked TODO. The contract of run_workers() stays as it is.
// Rules   Windows threads (CreateThread or _beginthreadex), raw handles; no Sleep, no globals.
//
// Judged  wb check L01   (Visual Studio: Test Explorer, ch01.lab.loop_variable). The judge holds
//         every new worker back until your loop is through: an order that Windows may choose on
//         any day, here on every run.
// Stuck?  wb hint L01, then notes/01-threads.md#what-does-the-thread-get
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge. Worker n calls it once, with n.
void deliver(int number);

/// Runs on each worker thread.
inline DWORD WINAPI worker(LPVOID argument) {
    // TODO 2: take the number the way run_workers() hands it over - and give back what the worker
    //         now owns, if it owns anything.
    const int number = *static_cast<int*>(argument);
    deliver(number);
    return 0;
}

/// Starts `count` workers (1 to 64), waits until all have delivered, and closes their handles.
inline void run_workers(int count) {
    std::vector<HANDLE> threads;
    int number = 0;
    for (; number < count; ++number) {
        // TODO 1: every worker needs a number that nobody changes, and that is still there when
        //         the worker reads it - however late that is.
        threads.push_back(::CreateThread(nullptr, 0, &worker, &number, 0, nullptr));
    }
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
}
