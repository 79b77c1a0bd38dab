// MISTAKE: gives the processor away at each try: if nobody else wants it, it is back at once.
// Caught by: Test3 as polls
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
        while (::InterlockedExchange(&taken, 1) != 0) ::SwitchToThread();
    }

    /// Gives the lock back.
    void unlock() { ::InterlockedExchange(&taken, 0); }
};
