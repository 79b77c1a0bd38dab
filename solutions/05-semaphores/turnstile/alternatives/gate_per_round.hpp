// ALTERNATIVE: even and odd rounds have a gate each; nobody can be two rounds ahead.
#pragma once

#include "common/win32/windows.hpp"

/// A place where `parties` threads wait for each other, round after round.
struct Turnstile {
    const LONG parties;
    SRWLOCK lock = SRWLOCK_INIT;
    LONG arrived = 0;  // in this round; `lock` guards it, and the round
    unsigned round = 0;
    HANDLE gates[2];

    explicit Turnstile(LONG count) : parties(count) {
        for (HANDLE& gate : gates) gate = ::CreateSemaphoreW(nullptr, 0, count, nullptr);
    }
    ~Turnstile() {
        for (const HANDLE gate : gates) ::CloseHandle(gate);
    }
    Turnstile(const Turnstile&) = delete;
    Turnstile& operator=(const Turnstile&) = delete;

    /// Each of `parties` threads calls this, again and again. A thread's n-th call returns when
    /// each of them has made its n-th call. Blocks until then, without using the processor.
    void pass() {
        ::AcquireSRWLockExclusive(&lock);
        const HANDLE gate = gates[round % 2];
        if (++arrived == parties) {
            arrived = 0;
            ++round;
            ::ReleaseSemaphore(gate, parties, nullptr);
        }
        ::ReleaseSRWLockExclusive(&lock);
        ::WaitForSingleObject(gate, INFINITE);
    }
};
