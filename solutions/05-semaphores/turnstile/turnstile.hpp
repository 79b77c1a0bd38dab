// SOLUTION L20 - The turnstile
// (the task: labs/05-semaphores/turnstile/turnstile.hpp)
#pragma once

#include "common/win32/windows.hpp"

/// A place where `parties` threads wait for each other, round after round.
struct Turnstile {
    const LONG parties;
    LONG volatile inside = 0;  // between the two gates
    HANDLE in;                 // opened when all have come
    HANDLE out;                // opened when all are through the first gate

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
        if (::InterlockedDecrement(&inside) == 0) ::ReleaseSemaphore(out, parties, nullptr);
        ::WaitForSingleObject(out, INFINITE);
    }
};

// DISCUSSION
//
// Why two gates?  At one gate a thread that comes back finds the units of those who have not moved
//                 yet, and nothing can tell them apart. Between the two gates everybody waits
//                 until the first one is empty; behind the second one, until that one is.
// Who opens?      The last one in, and the last one out: whoever brings the count to `parties`, or
//                 to 0. InterlockedIncrement answers what this call has made of it, so exactly one
//                 thread sees the last value. Reading the counter afterwards would be another
//                 step.
// No owner        One thread releases units that others take, and has never waited for them
//                 itself: a mutex could not do this.
// Previous count? `before` is what the count was at the release. If nobody takes units meanwhile,
//                 it numbers the releases, and the one who reads parties - 1 is the last
//                 (alternatives/counts_with_semaphores.hpp). If somebody may take one meanwhile,
//                 `before + 1` is no more than a memory: it counts those who have left, and not
//                 who is there.
// The maximum?    `parties`. A gate that has been opened too often is then an error (298).
// By rounds       Two gates that take turns, one for even rounds and one for odd ones, are enough
//                 as well: nobody can be two rounds ahead (alternatives/gate_per_round.hpp).
// In Windows      InitializeSynchronizationBarrier and EnterSynchronizationBarrier, since Windows
//                 8.
// In the library  std::barrier, and std::latch for a single round.
