// MISTAKE: waits for the thread that was created last. It need not be the last that ends.
// Caught by: Test1 as rest-not-awaited
#pragma once

#include "common/win32/windows.hpp"

#include <algorithm>
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
    if (!threads.empty()) ::WaitForSingleObject(threads.back(), INFINITE);
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
