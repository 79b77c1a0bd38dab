// ALTERNATIVE: for every 64 threads another one that waits for them; the caller waits for these.
// Made so, it waits for 64 * 64. The thread pool makes its waits in this way.
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

struct Group {
    const HANDLE* first;
    DWORD count;
};

/// Runs on a helper thread.
inline DWORD WINAPI wait_for_group(LPVOID argument) {
    const Group& group = *static_cast<Group*>(argument);
    return ::WaitForMultipleObjects(group.count, group.first, TRUE, INFINITE);
}

/// Blocks until all these threads have ended: any number of them, 0 included. No wait fails.
inline void wait_for_all(const std::vector<HANDLE>& threads) {
    std::vector<Group> groups;
    for (std::size_t first = 0; first < threads.size(); first += MAXIMUM_WAIT_OBJECTS)
        groups.push_back(
            {threads.data() + first, static_cast<DWORD>(std::min<std::size_t>(
                                         threads.size() - first, MAXIMUM_WAIT_OBJECTS))});
    std::vector<HANDLE> helpers;
    for (Group& group : groups)
        helpers.push_back(::CreateThread(nullptr, 0, &wait_for_group, &group, 0, nullptr));
    if (!helpers.empty())
        ::WaitForMultipleObjects(static_cast<DWORD>(helpers.size()), helpers.data(), TRUE,
                                 INFINITE);
    for (const HANDLE helper : helpers) ::CloseHandle(helper);
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
