// LAB L20 - The turnstile                                           about 30 minutes
//
// Goal    In each round nobody gets through until all are there. As it stands, that holds for one
//         round: whoever comes back quickly goes through on what was meant for another.
//
// Given   Turnstile: one semaphore counts those who have arrived, another one is the gate. Members
//         may be added or replaced.
// To do   the places marked TODO. The contract of pass() stays as it is.
// Rules   semaphores, and what else you need of Win32; no Sleep, no polling. Nothing from <mutex>
//         or <barrier>, and not InitializeSynchronizationBarrier: the judge cannot look into them.
//
// Judged  wb check L20   (Visual Studio: Test Explorer, ch05.lab.turnstile). The judge sends two
//         and three threads through, once and several times, in every order that their steps can
//         come in; wb replay L20 runs the first order that fails again.
// Stuck?  wb hint L20, then notes/05-semaphores.md#how-do-threads-wait-for-each-other
#pragma once

#include "common/win32/windows.hpp"

/// A place where `parties` threads wait for each other, round after round.
struct Turnstile {
    static constexpr LONG kPlenty = 1000;  // more units than any round needs
    const LONG parties;
    HANDLE arrived;  // one unit for each thread that has come and not gone through yet
    HANDLE gate;     // one unit for each thread that may go through

    explicit Turnstile(LONG count) : parties(count) {
        arrived = ::CreateSemaphoreW(nullptr, 0, kPlenty, nullptr);
        gate = ::CreateSemaphoreW(nullptr, 0, kPlenty, nullptr);
    }
    ~Turnstile() {
        ::CloseHandle(gate);
        ::CloseHandle(arrived);
    }
    Turnstile(const Turnstile&) = delete;
    Turnstile& operator=(const Turnstile&) = delete;

    /// Each of `parties` threads calls this, again and again. A thread's n-th call returns when
    /// each of them has made its n-th call. Blocks until then, without using the processor.
    void pass() {
        // TODO 1: the one who opens the gate knows that all of this round are there - and that
        //         nobody of the last round is counted.
        LONG before = 0;
        ::ReleaseSemaphore(arrived, 1, &before);
        if (before + 1 == parties) ::ReleaseSemaphore(gate, parties, nullptr);
        // TODO 2: a unit for this round is never taken by a thread of the next one.
        ::WaitForSingleObject(gate, INFINITE);
        ::WaitForSingleObject(arrived, INFINITE);
    }
};
