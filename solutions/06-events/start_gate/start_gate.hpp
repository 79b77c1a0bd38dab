// SOLUTION L22 - The start gate (the task: labs/06-events/start_gate/start_gate.hpp)
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Runners wait at the gate, one thread each; the starter fires. All functions may be called by any
/// thread, and any number of runners may wait at once.
struct StartGate {
    HANDLE shot = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);

    /// A race for so many runners.
    explicit StartGate(int /*runners*/) {}
    ~StartGate() { ::CloseHandle(shot); }
    StartGate(const StartGate&) = delete;
    StartGate& operator=(const StartGate&) = delete;

    /// Blocks, without using the processor, until this race's shot. Whoever comes after the shot
    /// starts at once.
    void wait_for_shot() { ::WaitForSingleObject(shot, INFINITE); }

    /// Starts the race: all who wait and all who come later. Waits for nobody.
    void fire() { ::SetEvent(shot); }

    /// All runners of this race have started. From now on wait_for_shot() waits for the next shot.
    void next_race() { ::ResetEvent(shot); }
};

// DISCUSSION
//
// Why manual?     "The gate is open" is a state. Everybody who comes may pass, now and later, and
//                 nobody has to know how many they are. An automatic event hands its signal to one.
// Why reset in next_race(), and not in fire()?  Who waits is let go by SetEvent, in principle; but
//                 a runner who is not at the gate yet would find it closed again. Set and reset in
//                 one go is a pulse.
// Who may reset?  Whoever knows that all have passed. Here the contract of next_race() says so;
//                 without it a fast runner could pass the gate twice, or a slow one not at all.
// Or nobody resets  The last one through closes the gate, if somebody counts
//                 (alternatives/counts_units.hpp). Or each race has a number, and a runner waits
//                 for another number than the one he has seen (alternatives/race_number.hpp).
// Is an automatic event no use?  Handed on from runner to runner it opens for all: a turnstile
//                 (alternatives/hands_it_on.hpp). It costs as many signals as there are runners.
// In the library  std::latch for one race, std::barrier for many, std::atomic_flag::wait for the
//                 gate itself.
