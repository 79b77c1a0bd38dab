// LAB L26 - From spinning to sleeping                               about 30 minutes
//
// Goal    A lock of one word that lets a waiting thread sleep. As it stands, whoever has to wait
//         uses a whole processor until it is his turn.
//
// Given   WordLock, a spin lock. Members may be added. Shared<T> is T; it tells the judge of each
//         access where the compiler cannot.
// To do   the places marked TODO. The contracts stay as they are.
// Rules   Interlocked functions, WaitOnAddress and its wake-ups, kernel objects; no Sleep, no
//         time-outs, and no ready-made lock inside.
//
// Judged  wb check L26   (Visual Studio: Test Explorer, ch07.lab.spin_to_park). The judge lets up
//         to three threads use the lock in every order that their steps can come in; each may once
//         be woken for nothing. In one test the lock is never given back: who waits then has to
//         sleep.
// Stuck?  wb hint L26, then notes/07-interlocked.md#how-does-one-wait-for-a-value
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
        while (::InterlockedExchange(&taken, 1) != 0) {
            // TODO 1: after kTries tries this thread sleeps while `taken` is 1 - and looks again
            //         when it wakes up, whoever woke it, and why ever.
            ::YieldProcessor();
        }
    }

    /// Gives the lock back.
    void unlock() {
        ::InterlockedExchange(&taken, 0);
        // TODO 2: one of those who sleep wakes up, and finds the lock free.
    }
};
