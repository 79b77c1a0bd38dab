// MISTAKE: looks at the number of the round, over and over.
// Caught by: Test1 as polls
#pragma once

#include "common/win32/windows.hpp"

/// A place where `parties` threads wait for each other, round after round.
struct Turnstile {
    const LONG parties;
    LONG volatile arrived = 0;
    LONG volatile round = 0;

    explicit Turnstile(LONG count) : parties(count) {}
    Turnstile(const Turnstile&) = delete;
    Turnstile& operator=(const Turnstile&) = delete;

    /// Each of `parties` threads calls this, again and again. A thread's n-th call returns when
    /// each of them has made its n-th call. Blocks until then, without using the processor.
    void pass() {
        const LONG mine = round;
        if (::InterlockedIncrement(&arrived) == parties) {
            arrived = 0;
            ::InterlockedIncrement(&round);
        }
        while (round == mine) ::SwitchToThread();
    }
};
