// ALTERNATIVE: a third state, "perhaps somebody sleeps": without one, unlock() wakes nobody.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A lock that is one word. One thread has it at a time; that thread does not take it twice.
struct WordLock {
    static constexpr int kTries = 3;  // so often it is worth to look again at once; few here
    Shared<LONG volatile> taken = 0;  // 1: a thread has the lock; 2: and others may sleep

    WordLock() = default;
    WordLock(const WordLock&) = delete;
    WordLock& operator=(const WordLock&) = delete;

    /// Blocks until the caller alone has the lock. After kTries tries it does not use the
    /// processor.
    void lock() {
        for (int tries = 0; tries < kTries; ++tries) {
            if (::InterlockedCompareExchange(&taken, 1, 0) == 0) return;
            ::YieldProcessor();
        }
        LONG others_sleep = 2;
        while (::InterlockedExchange(&taken, 2) != 0)
            ::WaitOnAddress(&taken, &others_sleep, sizeof taken, INFINITE);
    }

    /// Gives the lock back.
    void unlock() {
        if (::InterlockedExchange(&taken, 0) == 2) ::WakeByAddressSingle(const_cast<LONG*>(&taken));
    }
};
