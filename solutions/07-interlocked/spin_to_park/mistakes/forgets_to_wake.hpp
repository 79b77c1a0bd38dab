// MISTAKE: expects that WaitOnAddress notices the store by itself.
// Caught by: Test2 as never-signaled
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A lock that is one word. One thread has it at a time; that thread does not take it twice.
struct WordLock {
    static constexpr int kTries = 3;  // so often it is worth to look again at once; few here
    Shared<LONG volatile> taken = 0;  // 1: a thread has the lock

    WordLock() = default;
    WordLock(const WordLock&) = delete;
    WordLock& operator=(const WordLock&) = delete;

    /// Blocks until the caller alone has the lock. After kTries tries it does not use the
    /// processor.
    void lock() {
        LONG someone = 1;
        for (int tries = 1; ::InterlockedExchange(&taken, 1) != 0; ++tries) {
            if (tries < kTries)
                ::YieldProcessor();
            else
                ::WaitOnAddress(&taken, &someone, sizeof taken, INFINITE);
        }
    }

    /// Gives the lock back.
    void unlock() { ::InterlockedExchange(&taken, 0); }
};
