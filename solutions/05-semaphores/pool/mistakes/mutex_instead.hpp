// MISTAKE: a mutex cannot be released too often - and lets one in, not `most`.
// Caught by: Test5 as deadlock
#pragma once

#include "common/win32/windows.hpp"

enum class Answer { done, busy, failed };

/// Given by the judge. Uses one connection for the job; it takes as long as it takes.
Answer attempt(int job);

/// A fixed number of connections. run() may be called by any number of threads at once.
struct ConnectionPool {
    HANDLE mutex;

    explicit ConnectionPool(LONG) : mutex(::CreateMutexW(nullptr, FALSE, nullptr)) {}
    ~ConnectionPool() { ::CloseHandle(mutex); }
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// Attempts the job, again and again as long as the answer is busy. true: done; false: failed.
    /// Of all attempts of all threads at most `most` are under way at once, and so many can be.
    /// Blocks, without using the processor, while there is no free connection.
    bool run(int job) {
        for (;;) {
            ::WaitForSingleObject(mutex, INFINITE);
            const Answer answer = attempt(job);
            ::ReleaseMutex(mutex);
            if (answer != Answer::busy) return answer == Answer::done;
        }
    }
};
