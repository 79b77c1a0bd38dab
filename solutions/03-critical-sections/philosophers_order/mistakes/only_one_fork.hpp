// MISTAKE: takes the left fork alone: no two locks, no deadlock.
// Caught by: Test2 as neighbours-eat-together
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
    CRITICAL_SECTION forks[kMostSeats];

    explicit Table(int count) : seats(count) {
        for (int n = 0; n < seats; ++n) ::InitializeCriticalSection(&forks[n]);
    }
    ~Table() {
        for (int n = 0; n < seats; ++n) ::DeleteCriticalSection(&forks[n]);
    }
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    /// Takes both forks of this seat, eats once and puts the forks back. Neighbours never eat at
    /// the same time; philosophers who share no fork can. 2 to kMostSeats seats.
    void dine(int seat) {
        CRITICAL_SECTION* left = &forks[seat];
        ::EnterCriticalSection(left);
        eat(seat);
        ::LeaveCriticalSection(left);
    }
};
