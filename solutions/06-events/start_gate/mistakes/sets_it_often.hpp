// MISTAKE: one SetEvent for each runner: those that fall on a set event change nothing.
// Caught by: Test2 as lost-wake-up
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Runners wait at the gate, one thread each; the starter fires. All functions may be called by any
/// thread, and any number of runners may wait at once.
struct StartGate {
    const int count;
    HANDLE shot = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);

    /// A race for so many runners.
    explicit StartGate(int runners) : count(runners) {}
    ~StartGate() { ::CloseHandle(shot); }
    StartGate(const StartGate&) = delete;
    StartGate& operator=(const StartGate&) = delete;

    /// Blocks, without using the processor, until this race's shot. Whoever comes after the shot
    /// starts at once.
    void wait_for_shot() { ::WaitForSingleObject(shot, INFINITE); }

    /// Starts the race: all who wait and all who come later. Waits for nobody.
    void fire() {
        for (int runner = 0; runner < count; ++runner) ::SetEvent(shot);
    }

    /// All runners of this race have started. From now on wait_for_shot() waits for the next shot.
    void next_race() { ::ResetEvent(shot); }
};
