// SOLUTION L18 - The pool
// (the task: labs/05-semaphores/pool/pool.hpp)
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
            ::WaitForSingleObject(free, INFINITE);
            const Answer answer = attempt(job);
            ::ReleaseSemaphore(free, 1, nullptr);
            if (answer != Answer::busy) return answer == Answer::done;
        }
    }
};

// DISCUSSION
//
// Why there?      There is one wait, and all ways out of an attempt pass one place: the release
//                 belongs there. Three releases on three paths are right as well, until the fourth
//                 path is added.
// No owner        A mutex refuses a release by who does not own it, and tells the next one of an
//                 owner that died (WAIT_ABANDONED). A semaphore knows nobody: a unit too many or
//                 too few is noticed by nothing but the maximum - and by that only when all the
//                 others are back.
// The maximum?    It is the number of connections: then ReleaseSemaphore can refuse a unit that
//                 nobody has taken (FALSE, 298). A larger maximum only silences the messenger.
// Exceptions?     If attempt() could throw, the unit would stay away. A destructor gives it back
//                 on every way out (alternatives/guard.hpp).
// Between attempts?  Here the connection is free between two attempts, so that others get a turn.
//                 To keep it is right too (alternatives/keeps_its_connection.hpp): one wait, one
//                 release.
// Why not a mutex?  It lets one in, not `most`. And a counter with an event beside it has to get
//                 by hand what the semaphore does in one step: look at the count and take.
// In the library  std::counting_semaphore; a release above its maximum is undefined there, not an
//                 error.
