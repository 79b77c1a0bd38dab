// LAB L22 - The start gate                                          about 20 minutes
//
// Goal    One shot starts all runners, the slow ones too, and nobody before it. As it stands, one
//         runner starts and the others wait for ever.
//
// Given   StartGate, with an event. Members may be added or replaced. Shared<T> is T; it tells the
//         judge of each access where the compiler cannot.
// To do   the places marked TODO. The contracts of the three functions stay as they are.
// Rules   any Win32 objects; no Sleep, no polling. Nothing from <mutex>, <latch> or <barrier>: the
//         judge cannot look into it.
//
// Judged  wb check L22   (Visual Studio: Test Explorer, ch06.lab.start_gate). The judge lets up to
//         three runners come in every order that their steps can come in, and runs two races; wb
//         replay L22 runs the first order that fails again.
// Stuck?  wb hint L22, then notes/06-events.md#automatic-or-manual
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Runners wait at the gate, one thread each; the starter fires. All functions may be called by any
/// thread, and any number of runners may wait at once.
struct StartGate {
    // TODO 1: a signal that is for all of them.
    HANDLE shot = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);

    /// A race for so many runners.
    explicit StartGate(int /*runners*/) {}
    ~StartGate() { ::CloseHandle(shot); }
    StartGate(const StartGate&) = delete;
    StartGate& operator=(const StartGate&) = delete;

    /// Blocks, without using the processor, until this race's shot. Whoever comes after the shot
    /// starts at once.
    void wait_for_shot() { ::WaitForSingleObject(shot, INFINITE); }

    /// Starts the race: all who wait and all who come later. Waits for nobody.
    void fire() {
        // TODO 2: however many wait, and whether they are there yet or not.
        ::SetEvent(shot);
    }

    /// All runners of this race have started. From now on wait_for_shot() waits for the next shot.
    void next_race() {
        // TODO 3: what is left of this race's shot starts nobody in the next one.
    }
};
