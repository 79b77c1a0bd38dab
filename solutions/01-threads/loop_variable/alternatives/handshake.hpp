// ALTERNATIVE: one shared variable after all - but the loop goes on only when the worker has read
// it. Right, and slower: the workers start one after the other.
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge. Worker n calls it once, with n.
void deliver(int number);

struct Handover {
    int number;
    HANDLE taken;  // an automatic event: the worker has read `number`
};

/// Runs on each worker thread.
inline DWORD WINAPI worker(LPVOID argument) {
    const Handover& handover = *static_cast<Handover*>(argument);
    const int number = handover.number;
    ::SetEvent(handover.taken);  // from here on the variable may change or go
    deliver(number);
    return 0;
}

/// Starts `count` workers (1 to 64), waits until all have delivered, and closes their handles.
inline void run_workers(int count) {
    std::vector<HANDLE> threads;
    Handover handover{0, ::CreateEventW(nullptr, FALSE, FALSE, nullptr)};
    for (; handover.number < count; ++handover.number) {
        threads.push_back(::CreateThread(nullptr, 0, &worker, &handover, 0, nullptr));
        ::WaitForSingleObject(handover.taken, INFINITE);
    }
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
    ::CloseHandle(handover.taken);
}
