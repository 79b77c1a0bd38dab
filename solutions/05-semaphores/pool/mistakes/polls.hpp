// MISTAKE: asks for a connection, over and over, with limit 0.
// Caught by: Test4 as polls
#pragma once

#include "common/win32/windows.hpp"

enum class Answer { done, busy, failed };

/// Given by the judge. Uses one connection for the job; it takes as long as it takes.
Answer attempt(int job);

/// A fixed number of connections. run() may be called by any number of threads at once.
struct ConnectionPool {
    HANDLE free;  // one unit for each connection that nobody uses

    explicit ConnectionPool(LONG most) : free(::CreateSemaphoreW(nullptr, most, most, nullptr)) {}
    ~ConnectionPool() { ::CloseHandle(free); }
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// Attempts the job, again and again as long as the answer is busy. true: done; false: failed.
    /// Of all attempts of all threads at most `most` are under way at once, and so many can be.
    /// Blocks, without using the processor, while there is no free connection.
    bool run(int job) {
        for (;;) {
            while (::WaitForSingleObject(free, 0) != WAIT_OBJECT_0) ::SwitchToThread();
            const Answer answer = attempt(job);
            ::ReleaseSemaphore(free, 1, nullptr);
            if (answer != Answer::busy) return answer == Answer::done;
        }
    }
};
