// MISTAKE: waits for whole groups of 64, and for what is left only if there is no whole group.
// Caught by: Test3 as rest-not-awaited
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
    const DWORD count = static_cast<DWORD>(threads.size());
    if (count > 0 && count < MAXIMUM_WAIT_OBJECTS)
        ::WaitForMultipleObjects(count, threads.data(), TRUE, INFINITE);
    for (DWORD group = 0; group < count / MAXIMUM_WAIT_OBJECTS; ++group)
        ::WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS,
                                 threads.data() + group * MAXIMUM_WAIT_OBJECTS, TRUE, INFINITE);
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
