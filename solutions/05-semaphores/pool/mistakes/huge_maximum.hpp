// MISTAKE: the maximum is raised until no release fails any more.
// Caught by: Test4 as too-many-inside
#pragma once

#include "common/win32/windows.hpp"

enum class Answer { done, busy, failed };

/// Given by the judge. Uses one connection for the job; it takes as long as it takes.
Answer attempt(int job);

/// A fixed number of connections. run() may be called by any number of threads at once.
struct ConnectionPool {
    HANDLE free;  // one unit for each connection that nobody uses

    explicit ConnectionPool(LONG most) : free(::CreateSemaphoreW(nullptr, most, 1000, nullptr)) {}
    ~ConnectionPool() { ::CloseHandle(free); }
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// Attempts the job, again and again as long as the answer is busy. true: done; false: failed.
    /// Of all attempts of all threads at most `most` are under way at once, and so many can be.
    /// Blocks, without using the processor, while there is no free connection.
    bool run(int job) {
        for (;;) {
            ::WaitForSingleObject(free, INFINITE);
            const Answer answer = attempt(job);
            if (answer == Answer::failed) {
                ::ReleaseSemaphore(free, 1, nullptr);
                return false;
            }
            if (answer == Answer::busy) ::ReleaseSemaphore(free, 1, nullptr);
            ::ReleaseSemaphore(free, 1, nullptr);
            if (answer == Answer::done) return true;
        }
    }
};
