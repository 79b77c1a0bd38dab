// MISTAKE: "it is on the heap now, so it is safe" - one object is one object wherever it lives.
// Caught by: Test2 as shared-heap-argument
#pragma once

#include "common/win32/windows.hpp"

#include <memory>
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
    const auto number = std::make_unique<int>(0);
    for (; *number < count; ++*number)
        threads.push_back(::CreateThread(nullptr, 0, &worker, number.get(), 0, nullptr));
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
}
