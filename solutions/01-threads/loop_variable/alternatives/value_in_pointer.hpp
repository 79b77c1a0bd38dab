// ALTERNATIVE: no object at all - the number travels inside the pointer.
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge. Worker n calls it once, with n.
void deliver(int number);

/// Runs on each worker thread.
inline DWORD WINAPI worker(LPVOID argument) {
    deliver(static_cast<int>(reinterpret_cast<INT_PTR>(argument)));
    return 0;
}

/// Starts `count` workers (1 to 64), waits until all have delivered, and closes their handles.
inline void run_workers(int count) {
    std::vector<HANDLE> threads;
    for (INT_PTR number = 0; number < count; ++number)
        threads.push_back(
            ::CreateThread(nullptr, 0, &worker, reinterpret_cast<LPVOID>(number), 0, nullptr));
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
}
