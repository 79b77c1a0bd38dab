// MISTAKE: gives the others time to go through first; time is no order.
// Caught by: Test2 as passed-too-early
#pragma once

#include "common/win32/windows.hpp"

/// A place where `parties` threads wait for each other, round after round.
struct Turnstile {
    static constexpr LONG kPlenty = 1000;  // more units than any round needs
    const LONG parties;
    LONG volatile arrived = 0;
    HANDLE gate;

    explicit Turnstile(LONG count) : parties(count) {
        gate = ::CreateSemaphoreW(nullptr, 0, kPlenty, nullptr);
    }
    ~Turnstile() { ::CloseHandle(gate); }
    Turnstile(const Turnstile&) = delete;
    Turnstile& operator=(const Turnstile&) = delete;

    /// Each of `parties` threads calls this, again and again. A thread's n-th call returns when
    /// each of them has made its n-th call. Blocks until then, without using the processor.
    void pass() {
        if (::InterlockedIncrement(&arrived) == parties) {
            arrived = 0;
            ::ReleaseSemaphore(gate, parties, nullptr);
        }
        ::WaitForSingleObject(gate, INFINITE);
        ::Sleep(10);  // the mistake of this file
    }
};
