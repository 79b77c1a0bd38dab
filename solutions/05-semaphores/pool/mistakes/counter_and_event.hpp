// MISTAKE: a counter with an event beside it: the event may be an old one.
// Caught by: Test4 as too-many-inside
#pragma once

#include "common/win32/windows.hpp"

enum class Answer { done, busy, failed };

/// Given by the judge. Uses one connection for the job; it takes as long as it takes.
Answer attempt(int job);

/// A fixed number of connections. run() may be called by any number of threads at once.
struct ConnectionPool {
    const LONG most;
    CRITICAL_SECTION section;
    HANDLE freed;   // set when a connection has become free
    LONG used = 0;  // `section` guards it

    explicit ConnectionPool(LONG count)
        : most(count), freed(::CreateEventW(nullptr, FALSE, FALSE, nullptr)) {
        ::InitializeCriticalSection(&section);
    }
    ~ConnectionPool() {
        ::DeleteCriticalSection(&section);
        ::CloseHandle(freed);
    }
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// Attempts the job, again and again as long as the answer is busy. true: done; false: failed.
    /// Of all attempts of all threads at most `most` are under way at once, and so many can be.
    /// Blocks, without using the processor, while there is no free connection.
    bool run(int job) {
        for (;;) {
            ::EnterCriticalSection(&section);
            if (used == most) {
                ::LeaveCriticalSection(&section);
                ::WaitForSingleObject(freed, INFINITE);
                ::EnterCriticalSection(&section);
            }
            ++used;
            ::LeaveCriticalSection(&section);
            const Answer answer = attempt(job);
            ::EnterCriticalSection(&section);
            --used;
            ::LeaveCriticalSection(&section);
            ::SetEvent(freed);
            if (answer != Answer::busy) return answer == Answer::done;
        }
    }
};
