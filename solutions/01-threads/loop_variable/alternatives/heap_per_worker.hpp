// ALTERNATIVE: each worker gets an object of its own and deletes it - the way for a creator that
// does not wait. With _beginthreadex, which a C runtime user prefers.
#pragma once

#include "common/win32/windows.hpp"

#include <process.h>

#include <memory>
#include <vector>

/// Given by the judge. Worker n calls it once, with n.
void deliver(int number);

/// Runs on each worker thread.
inline unsigned __stdcall worker(void* argument) {
    const std::unique_ptr<int> number(static_cast<int*>(argument));  // ours from here on
    deliver(*number);
    return 0;
}

/// Starts `count` workers (1 to 64), waits until all have delivered, and closes their handles.
inline void run_workers(int count) {
    std::vector<HANDLE> threads;
    for (int n = 0; n < count; ++n) {
        auto number = std::make_unique<int>(n);
        const auto raw = ::_beginthreadex(nullptr, 0, &worker, number.get(), 0, nullptr);
        if (raw == 0) break;     // no thread, so the number stays ours
        (void)number.release();  // the worker deletes it
        threads.push_back(reinterpret_cast<HANDLE>(raw));
    }
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
}
