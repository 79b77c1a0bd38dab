// MISTAKE: five numbers, but on the stack of a helper that has returned when the workers run.
// Caught by: Test2 as dead-argument
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge. Worker n calls it once, with n.
void deliver(int number);

/// Runs on each worker thread.
inline DWORD WINAPI worker(LPVOID argument) {
    const int number = *static_cast<int*>(argument);
    deliver(number);
    return 0;
}

inline std::vector<HANDLE> start_workers(int count) {
    std::vector<HANDLE> threads;
    int numbers[64];
    for (int number = 0; number < count; ++number) {
        numbers[number] = number;
        threads.push_back(::CreateThread(nullptr, 0, &worker, &numbers[number], 0, nullptr));
    }
    return threads;  // and with this, numbers[] is gone
}

/// Starts `count` workers (1 to 64), waits until all have delivered, and closes their handles.
inline void run_workers(int count) {
    const std::vector<HANDLE> threads = start_workers(count);
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
}
