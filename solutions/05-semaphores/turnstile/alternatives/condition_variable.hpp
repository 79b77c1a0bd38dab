// ALTERNATIVE: a round number under a lock, and a condition variable that tells of the next one.
#pragma once

#include "common/win32/windows.hpp"

/// A place where `parties` threads wait for each other, round after round.
struct Turnstile {
    const LONG parties;
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE all_there = CONDITION_VARIABLE_INIT;
    LONG arrived = 0;  // in this round; `lock` guards it, and the round
    unsigned round = 0;

    explicit Turnstile(LONG count) : parties(count) {}
    Turnstile(const Turnstile&) = delete;
    Turnstile& operator=(const Turnstile&) = delete;

    /// Each of `parties` threads calls this, again and again. A thread's n-th call returns when
    /// each of them has made its n-th call. Blocks until then, without using the processor.
    void pass() {
        ::AcquireSRWLockExclusive(&lock);
        const unsigned mine = round;
        if (++arrived == parties) {
            arrived = 0;
            ++round;
            ::WakeAllConditionVariable(&all_there);
        }
        while (round == mine) ::SleepConditionVariableSRW(&all_there, &lock, INFINITE, 0);
        ::ReleaseSRWLockExclusive(&lock);
    }
};
