// MISTAKE: no signal at all: who wants a letter looks for one under the lock, over and over.
// Caught by: Test3 as livelock
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Holds letters until they are taken. put() and take() may be called by any number of threads at
/// once, and never more than kMost letters lie in it.
struct Mailbox {
    static constexpr unsigned kMost = 4;
    SRWLOCK lock = SRWLOCK_INIT;
    Shared<int> letters[kMost] = {};  // from here on `lock` guards everything
    Shared<unsigned> in = 0;          // how many have been put in
    Shared<unsigned> out = 0;         // how many have been taken out

    Mailbox() = default;
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    /// Puts a letter behind the others. Does not wait for a taker.
    void put(int letter) {
        ::AcquireSRWLockExclusive(&lock);
        letters[in % kMost] = letter;
        ++in;
        ::ReleaseSRWLockExclusive(&lock);
    }

    /// Takes the oldest letter out. Blocks, without using the processor, while there is none.
    int take() {
        ::AcquireSRWLockExclusive(&lock);
        while (in == out) {
            ::ReleaseSRWLockExclusive(&lock);
            ::SwitchToThread();
            ::AcquireSRWLockExclusive(&lock);
        }
        const int letter = letters[out % kMost];
        ++out;
        ::ReleaseSRWLockExclusive(&lock);
        return letter;
    }
};
