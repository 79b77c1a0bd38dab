// SOLUTION L07 - Sixty-five (the task: labs/02-waits/sixty_five/sixty_five.hpp)
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
    // An ended thread stays signaled: those of the next step may end while this one is waited for.
    for (std::size_t first = 0; first < threads.size(); first += MAXIMUM_WAIT_OBJECTS) {
        const std::size_t count =
            std::min<std::size_t>(threads.size() - first, MAXIMUM_WAIT_OBJECTS);
        ::WaitForMultipleObjects(static_cast<DWORD>(count), threads.data() + first, TRUE, INFINITE);
    }
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

// DISCUSSION
//
// Why is 65 wrong?  It is the contract of the call: at most MAXIMUM_WAIT_OBJECTS, which is 64. More
//                 is an error, answered at once.
// Why did it look right?  WAIT_FAILED is an answer like the others. Who does not compare it has
//                 not waited, and reads what is there by then - on a fast day, all of it.
// Why in steps?   An ended thread stays signaled. So "all of the first 64, then all of the next" is
//                 "all": what ends in the meantime is still ended when its turn comes. That would
//                 not hold for automatic events or mutexes, which a wait for all takes at one
//                 moment; there one has to count down, or to choose another object.
// One by one?     WaitForSingleObject for each is as right (alternatives/one_by_one.hpp). It wakes
//                 the caller up to 100 times instead of up to twice.
// The last step   0 objects are an error, too: 128 handles make two steps and no third one.
// Any of 100?     That is another matter: see alternatives/helper_threads.hpp for the idea, and
//                 CreateThreadpoolWait for what to use. The pool does just that for you.
// In the library  join() in a loop over std::jthread; C++20's std::latch counts down to one signal.
