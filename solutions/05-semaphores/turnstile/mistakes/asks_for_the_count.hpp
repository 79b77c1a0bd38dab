// MISTAKE: `before + 1` is taken for the units that are left in the gate.
// Caught by: Test1 as never-signaled
#pragma once

#include "common/win32/windows.hpp"

/// A place where `parties` threads wait for each other, round after round.
struct Turnstile {
    static constexpr LONG kPlenty = 1000;  // more units than any round needs
    const LONG parties;
    LONG volatile arrived = 0;
    HANDLE in;
    HANDLE out;

    explicit Turnstile(LONG count) : parties(count) {
        in = ::CreateSemaphoreW(nullptr, 0, kPlenty, nullptr);
        out = ::CreateSemaphoreW(nullptr, 0, kPlenty, nullptr);
    }
    ~Turnstile() {
        ::CloseHandle(out);
        ::CloseHandle(in);
    }
    Turnstile(const Turnstile&) = delete;
    Turnstile& operator=(const Turnstile&) = delete;

    /// Each of `parties` threads calls this, again and again. A thread's n-th call returns when
    /// each of them has made its n-th call. Blocks until then, without using the processor.
    void pass() {
        if (::InterlockedIncrement(&arrived) == parties) {
            arrived = 0;
            ::ReleaseSemaphore(in, parties, nullptr);
        }
        ::WaitForSingleObject(in, INFINITE);
        LONG before = 0;  // put one in and take it out again: then `before` are left
        ::ReleaseSemaphore(in, 1, &before);
        ::WaitForSingleObject(in, INFINITE);
        if (before == 0) ::ReleaseSemaphore(out, parties, nullptr);
        ::WaitForSingleObject(out, INFINITE);
    }
};
