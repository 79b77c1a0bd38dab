// SOLUTION L26 - From spinning to sleeping
// (the task: labs/07-interlocked/spin_to_park/spin_to_park.hpp)
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
    void unlock() {
        ::InterlockedExchange(&taken, 0);
        ::WakeByAddressSingle(const_cast<LONG*>(&taken));
    }
};

// DISCUSSION
//
// Who wakes me?   Between the look and the sleep the owner may give the lock back; his wake-up then
//                 finds nobody. WaitOnAddress looks once more in the same step in which it lays the
//                 thread down: if `taken` is not 1 any more, it returns at once. That is why it
//                 wants to know the value.
// Which value?    The one that is the reason to sleep, 1. Not the one that a fresh look has shown:
//                 that may be 0, and then one would sleep although the lock is free
//                 (mistakes/compares_with_the_latest.hpp).
// Why the loop?   WaitOnAddress may return for no reason, and somebody else may be faster. Only the
//                 exchange says who has the lock.
// First the store, then the wake-up.  A wake-up that comes first wakes a thread that still finds 1
//                 and sleeps again - for ever.
// One or all?     One: only one can have it. It gives the next one its wake-up when it unlocks.
// Is each wake-up needed?  No: with a third value, "taken, and somebody may sleep", a lock that
//                 nobody else wants costs two exchanges and no call
//                 (alternatives/three_states.hpp).
// Why spin at all?  A few tries are cheaper than two system calls if the owner is about to leave.
//                 On one processor he cannot be: there each try is a waste. A judge that counts
//                 rounds wants 3 here; real locks take hundreds, and adapt.
// What is missing?  Fairness, recursion, an owner to blame. An SRWLOCK is this lock, done well.
// In the library  std::atomic::wait and notify_one are WaitOnAddress and WakeByAddressSingle; with
//                 g++ 12 for mingw they lose wake-ups.
