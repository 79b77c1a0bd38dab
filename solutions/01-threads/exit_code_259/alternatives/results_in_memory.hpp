// ALTERNATIVE: the exit code is not used at all - each worker writes its result into a place of its
// own. It may be of any type then, and any number of bytes.
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge. Job n's result.
DWORD job(int number);

struct Task {
    int number;
    DWORD result;  // written by the worker, read after its end
};

/// Runs on each worker thread.
inline DWORD WINAPI worker(LPVOID argument) {
    Task& task = *static_cast<Task*>(argument);
    task.result = job(task.number);
    return 0;
}

/// Runs job(0) ... job(count - 1), each on a thread of its own (1 to 64 of them), and returns their
/// results in this order. All these threads have ended by then, and their handles are closed.
inline std::vector<DWORD> run_jobs(int count) {
    std::vector<Task> tasks;
    for (int number = 0; number < count; ++number) tasks.push_back({number, 0});
    std::vector<HANDLE> threads;
    for (Task& task : tasks)
        threads.push_back(::CreateThread(nullptr, 0, &worker, &task, 0, nullptr));
    // The wait also orders memory: what a thread wrote before its end is seen after this line.
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
    std::vector<DWORD> results;
    for (const Task& task : tasks) results.push_back(task.result);
    return results;
}
