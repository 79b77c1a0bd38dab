// MISTAKE: of the three states it waits for the wrong one, so that it never sleeps when others do.
// Caught by: Test3 as polls
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
        if (::InterlockedCompareExchange(&taken, 1, 0) == 0) return;
        LONG someone = 1;  // what it was when this thread came
        while (::InterlockedExchange(&taken, 2) != 0)
            ::WaitOnAddress(&taken, &someone, sizeof taken, INFINITE);
    }

    /// Gives the lock back.
    void unlock() {
        if (::InterlockedExchange(&taken, 0) == 2) ::WakeByAddressSingle(const_cast<LONG*>(&taken));
    }
};
