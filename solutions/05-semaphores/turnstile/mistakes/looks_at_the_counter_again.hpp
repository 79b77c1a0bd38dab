// MISTAKE: the count is read again after it was changed: two may see that they are the last.
// Caught by: Test1 as semaphore-overflow
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
        ::InterlockedIncrement(&inside);
        if (inside == parties) ::ReleaseSemaphore(in, parties, nullptr);
        ::WaitForSingleObject(in, INFINITE);
        if (::InterlockedDecrement(&inside) == 0) ::ReleaseSemaphore(out, parties, nullptr);
        ::WaitForSingleObject(out, INFINITE);
    }
};
