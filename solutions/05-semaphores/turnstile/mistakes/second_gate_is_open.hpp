// MISTAKE: two gates, but the second one is never shut: each opens it for itself.
// Caught by: Test2 as semaphore-overflow
#pragma once

#include "common/win32/windows.hpp"

/// A place where `parties` threads wait for each other, round after round.
struct Turnstile {
    const LONG parties;
    LONG volatile inside = 0;
    HANDLE in;
    HANDLE out;

    explicit Turnstile(LONG count) : parties(count) {
        in = ::CreateSemaphoreW(nullptr, 0, count, nullptr);
        out = ::CreateSemaphoreW(nullptr, 0, count, nullptr);
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
        if (::InterlockedIncrement(&inside) == parties) ::ReleaseSemaphore(in, parties, nullptr);
        ::WaitForSingleObject(in, INFINITE);
        ::InterlockedDecrement(&inside);
        ::ReleaseSemaphore(out, 1, nullptr);
        ::WaitForSingleObject(out, INFINITE);
    }
};
