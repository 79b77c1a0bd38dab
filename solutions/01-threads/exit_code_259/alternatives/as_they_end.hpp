// ALTERNATIVE: takes each result as soon as its thread has ended, whichever comes first.
#pragma once

#include "common/win32/windows.hpp"

#include <numeric>
#include <vector>

/// Given by the judge. Job n's result.
DWORD job(int number);

/// Runs on each worker thread; what it returns becomes the thread's exit code.
inline DWORD WINAPI worker(LPVOID argument) {
    return job(static_cast<int>(reinterpret_cast<INT_PTR>(argument)));
}

/// Runs job(0) ... job(count - 1), each on a thread of its own (1 to 64 of them), and returns their
/// results in this order. All these threads have ended by then, and their handles are closed.
inline std::vector<DWORD> run_jobs(int count) {
    std::vector<HANDLE> running;
    for (INT_PTR number = 0; number < count; ++number)
        running.push_back(
            ::CreateThread(nullptr, 0, &worker, reinterpret_cast<LPVOID>(number), 0, nullptr));
    std::vector<std::size_t> numbers(running.size());  // numbers[i]: the job of running[i]
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    std::vector<DWORD> results(running.size());
    while (!running.empty()) {
        const DWORD answer = ::WaitForMultipleObjects(static_cast<DWORD>(running.size()),
                                                      running.data(), FALSE, INFINITE);
        const std::size_t ended = answer - WAIT_OBJECT_0;
        ::GetExitCodeThread(running[ended], &results[numbers[ended]]);
        ::CloseHandle(running[ended]);
        // An ended thread stays signaled: left in the list, it would win every further wait.
        running.erase(running.begin() + static_cast<std::ptrdiff_t>(ended));
        numbers.erase(numbers.begin() + static_cast<std::ptrdiff_t>(ended));
    }
    return results;
}
