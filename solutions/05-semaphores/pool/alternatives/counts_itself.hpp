// ALTERNATIVE: a count under a lock, and a condition variable for those who find it at 0.
#pragma once

#include "common/win32/windows.hpp"

enum class Answer { done, busy, failed };

/// Given by the judge. Uses one connection for the job; it takes as long as it takes.
Answer attempt(int job);

/// A fixed number of connections. run() may be called by any number of threads at once.
struct ConnectionPool {
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE freed = CONDITION_VARIABLE_INIT;
    LONG free;  // connections that nobody uses; `lock` guards it

    explicit ConnectionPool(LONG most) : free(most) {}
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// Attempts the job, again and again as long as the answer is busy. true: done; false: failed.
    /// Of all attempts of all threads at most `most` are under way at once, and so many can be.
    /// Blocks, without using the processor, while there is no free connection.
    bool run(int job) {
        for (;;) {
            ::AcquireSRWLockExclusive(&lock);
            while (free == 0) ::SleepConditionVariableSRW(&freed, &lock, INFINITE, 0);
            --free;
            ::ReleaseSRWLockExclusive(&lock);
            const Answer answer = attempt(job);
            ::AcquireSRWLockExclusive(&lock);
            ++free;
            ::ReleaseSRWLockExclusive(&lock);
            ::WakeConditionVariable(&freed);
            if (answer != Answer::busy) return answer == Answer::done;
        }
    }
};
