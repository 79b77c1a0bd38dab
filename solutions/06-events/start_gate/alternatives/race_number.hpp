// ALTERNATIVE: a lock, the number of the race and a condition variable.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Runners wait at the gate, one thread each; the starter fires. All functions may be called by any
/// thread, and any number of runners may wait at once.
struct StartGate {
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE shot = CONDITION_VARIABLE_INIT;
    Shared<int> race = 1;   // from here on `lock` guards everything
    Shared<int> fired = 0;  // the last race that was started

    /// A race for so many runners.
    explicit StartGate(int /*runners*/) {}
    StartGate(const StartGate&) = delete;
    StartGate& operator=(const StartGate&) = delete;

    /// Blocks, without using the processor, until this race's shot. Whoever comes after the shot
    /// starts at once.
    void wait_for_shot() {
        ::AcquireSRWLockExclusive(&lock);
        while (fired != race) ::SleepConditionVariableSRW(&shot, &lock, INFINITE, 0);
        ::ReleaseSRWLockExclusive(&lock);
    }

    /// Starts the race: all who wait and all who come later. Waits for nobody.
    void fire() {
        ::AcquireSRWLockExclusive(&lock);
        fired = race;
        ::ReleaseSRWLockExclusive(&lock);
        ::WakeAllConditionVariable(&shot);
    }

    /// All runners of this race have started. From now on wait_for_shot() waits for the next shot.
    void next_race() {
        ::AcquireSRWLockExclusive(&lock);
        ++race;
        ::ReleaseSRWLockExclusive(&lock);
    }
};
