// MISTAKE: never more than 64 threads at a time, so that the wait can take them all.
// Caught by: Test3 as in-batches
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
    for (std::size_t first = 0; first < threads.size(); first += MAXIMUM_WAIT_OBJECTS) {
        const std::size_t count =
            std::min<std::size_t>(threads.size() - first, MAXIMUM_WAIT_OBJECTS);
        ::WaitForMultipleObjects(static_cast<DWORD>(count), threads.data() + first, TRUE, INFINITE);
    }
}

/// Reads all sensors at the same time, each on a thread of its own; fills in their values and
/// returns the total. All these threads have ended by then, and their handles are closed.
inline DWORD read_all(std::vector<Reading>& readings) {
    DWORD total = 0;
    for (std::size_t first = 0; first < readings.size(); first += MAXIMUM_WAIT_OBJECTS) {
        const std::size_t end =
            std::min<std::size_t>(readings.size(), first + MAXIMUM_WAIT_OBJECTS);
        std::vector<HANDLE> threads;
        for (std::size_t i = first; i < end; ++i)
            threads.push_back(::CreateThread(nullptr, 0, &worker, &readings[i], 0, nullptr));
        wait_for_all(threads);
        for (std::size_t i = first; i < end; ++i) total += readings[i].value;
        for (const HANDLE thread : threads) ::CloseHandle(thread);
    }
    return total;
}
