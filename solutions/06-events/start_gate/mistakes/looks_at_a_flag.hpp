// MISTAKE: a flag in place of the event, and the runners look at it again and again.
// Caught by: Test5 as polls
#pragma once

#include "common/win32/windows.hpp"

#include <atomic>

/// Runners wait at the gate, one thread each; the starter fires. All functions may be called by any
/// thread, and any number of runners may wait at once.
struct StartGate {
    std::atomic<bool> fired = false;

    /// A race for so many runners.
    explicit StartGate(int /*runners*/) {}
    StartGate(const StartGate&) = delete;
    StartGate& operator=(const StartGate&) = delete;

    /// Blocks, without using the processor, until this race's shot. Whoever comes after the shot
    /// starts at once.
    void wait_for_shot() {
        while (!fired) ::SwitchToThread();
    }

    /// Starts the race: all who wait and all who come later. Waits for nobody.
    void fire() { fired = true; }

    /// All runners of this race have started. From now on wait_for_shot() waits for the next shot.
    void next_race() { fired = false; }
};
