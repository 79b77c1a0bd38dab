// LAB L07 - Sixty-five                                              about 20 minutes
//
// Goal    The total is right for any number of sensors. As it stands, it is for 64 and not for 65.
//
// Given   read_sensor(), below: it belongs to the judge. It may be called by any thread and takes
//         as long as it takes.
// To do   the places marked TODO. The contract of read_all() stays as it is.
// Rules   Windows threads (CreateThread or _beginthreadex) and WaitFor... functions; no Sleep, no
//         polling. All sensors are read at the same time, not in batches.
//
// Judged  wb check L07   (Visual Studio: Test Explorer, ch02.lab.sixty_five). The judge records
//         every call: whose end a wait has told you, and which waits have failed. No reading
//         arrives before you wait - or have shown that you will not.
// Stuck?  wb hint L07, then notes/02-waits.md#and-more-than-64
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge. What sensor n says.
DWORD read_sensor(int number);

/// Belongs to the caller of read_all(), and outlives the threads.
struct Reading {
    int number = 0;
    DWORD value = 0;
};

/// Runs on each worker thread.
inline DWORD WINAPI worker(LPVOID argument) {
    Reading& reading = *static_cast<Reading*>(argument);
    reading.value = read_sensor(reading.number);
    return 0;
}

/// Blocks until all these threads have ended: any number of them, 0 included. No wait fails.
inline void wait_for_all(const std::vector<HANDLE>& threads) {
    // TODO 1: no call is asked to wait for more objects than it takes, or for none.
    // TODO 2: when this function returns, a wait has told the end of each thread.
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
}

/// Reads all sensors at the same time, each on a thread of its own; fills in their values and
/// returns the total. All these threads have ended by then, and their handles are closed.
inline DWORD read_all(std::vector<Reading>& readings) {
    std::vector<HANDLE> threads;
    for (Reading& reading : readings)
        threads.push_back(::CreateThread(nullptr, 0, &worker, &reading, 0, nullptr));
    wait_for_all(threads);
    DWORD total = 0;
    for (const Reading& reading : readings) total += reading.value;
    for (const HANDLE thread : threads) ::CloseHandle(thread);
    return total;
}
