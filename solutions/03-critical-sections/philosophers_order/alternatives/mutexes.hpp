// ALTERNATIVE: all or nothing by the kernel: one wait for both mutexes.
#pragma once

#include "common/win32/windows.hpp"

/// Given by the judge. The philosopher has both forks while this runs; it takes as long as it
/// takes.
void eat(int seat);

/// A round table: fork n lies left of seat n, and fork n + 1 to its right (right of the last seat
/// lies fork 0). dine() may be called for different seats by different threads at once.
struct Table {
    static constexpr int kMostSeats = 4;
    const int seats;
    HANDLE forks[kMostSeats];  // mutexes

    explicit Table(int count) : seats(count) {
        for (int n = 0; n < seats; ++n) forks[n] = ::CreateMutexW(nullptr, FALSE, nullptr);
    }
    ~Table() {
        for (int n = 0; n < seats; ++n) ::CloseHandle(forks[n]);
    }
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    /// Takes both forks of this seat, eats once and puts the forks back. Neighbours never eat at
    /// the same time; philosophers who share no fork can. 2 to kMostSeats seats.
    void dine(int seat) {
        const HANDLE both[] = {forks[seat], forks[(seat + 1) % seats]};
        ::WaitForMultipleObjects(2, both, TRUE, INFINITE);  // takes both, or none yet
        eat(seat);
        ::ReleaseMutex(both[0]);
        ::ReleaseMutex(both[1]);
    }
};
