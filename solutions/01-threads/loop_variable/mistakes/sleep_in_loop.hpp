// MISTAKE: gives each worker "enough time" to read the variable.
// Caught by: Test2 as sleep-is-not-order
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

/// Starts `count` workers (1 to 64), waits until all have delivered, and closes their handles.
inline void run_workers(int count) {
    std::vector<HANDLE> threads;
    int number = 0;
    for (; number < count; ++number) {
        threads.push_back(::CreateThread(nullptr, 0, &worker, &number, 0, nullptr));
        ::Sleep(20);
    }
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
}
