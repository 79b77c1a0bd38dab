// ALTERNATIVE: the previous counts number the arrivals: nobody takes units while one is missing.
#pragma once

#include "common/win32/windows.hpp"

/// A place where `parties` threads wait for each other, round after round.
struct Turnstile {
    const LONG parties;
    HANDLE arrived;  // taken back behind the first gate, so after the last arrival
    HANDLE in;
    HANDLE left;  // taken back behind the second gate
    HANDLE out;

    explicit Turnstile(LONG count) : parties(count) {
        arrived = ::CreateSemaphoreW(nullptr, 0, count, nullptr);
        in = ::CreateSemaphoreW(nullptr, 0, count, nullptr);
        left = ::CreateSemaphoreW(nullptr, 0, count, nullptr);
        out = ::CreateSemaphoreW(nullptr, 0, count, nullptr);
    }
    ~Turnstile() {
        ::CloseHandle(out);
        ::CloseHandle(left);
        ::CloseHandle(in);
        ::CloseHandle(arrived);
    }
    Turnstile(const Turnstile&) = delete;
    Turnstile& operator=(const Turnstile&) = delete;

    /// Each of `parties` threads calls this, again and again. A thread's n-th call returns when
    /// each of them has made its n-th call. Blocks until then, without using the processor.
    void pass() {
        LONG before = 0;
        ::ReleaseSemaphore(arrived, 1, &before);
        if (before + 1 == parties) ::ReleaseSemaphore(in, parties, nullptr);
        ::WaitForSingleObject(in, INFINITE);
        ::WaitForSingleObject(arrived, INFINITE);
        ::ReleaseSemaphore(left, 1, &before);
        if (before + 1 == parties) ::ReleaseSemaphore(out, parties, nullptr);
        ::WaitForSingleObject(out, INFINITE);
        ::WaitForSingleObject(left, INFINITE);
    }
};
