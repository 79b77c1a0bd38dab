// MISTAKE: takes back one release too many - when another thread may have it already.
// Caught by: Test4 as never-signaled
#pragma once

#include "common/win32/windows.hpp"

enum class Answer { done, busy, failed };

/// Given by the judge. Uses one connection for the job; it takes as long as it takes.
Answer attempt(int job);

/// A fixed number of connections. run() may be called by any number of threads at once.
struct ConnectionPool {
    const LONG most;
    HANDLE free;  // one unit for each connection that nobody uses

    explicit ConnectionPool(LONG count)
        : most(count), free(::CreateSemaphoreW(nullptr, count, 1000, nullptr)) {}
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
            if (answer == Answer::busy) give_back();
            give_back();
            if (answer != Answer::busy) return answer == Answer::done;
        }
    }

    void give_back() {
        LONG before = 0;
        ::ReleaseSemaphore(free, 1, &before);
        if (before >= most) ::WaitForSingleObject(free, INFINITE);
    }
};
