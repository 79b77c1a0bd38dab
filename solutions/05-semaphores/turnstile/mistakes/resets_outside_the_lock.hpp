// MISTAKE: the last one opens the gate under the lock, and resets the count when it has left it.
// Caught by: Test2 as never-signaled
#pragma once

#include "common/win32/windows.hpp"

/// A place where `parties` threads wait for each other, round after round.
struct Turnstile {
    const LONG parties;
    SRWLOCK lock = SRWLOCK_INIT;
    LONG arrived = 0;
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
        const bool last = ++arrived == parties;
        if (last) ++round;
        if (last) ::ReleaseSemaphore(gate, parties, nullptr);
        ::ReleaseSRWLockExclusive(&lock);
        if (last) arrived = 0;
        ::WaitForSingleObject(gate, INFINITE);
    }
};
