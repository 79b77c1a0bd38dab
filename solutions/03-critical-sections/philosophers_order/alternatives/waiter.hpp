// ALTERNATIVE: all or nothing: under one lock, a table says who has what; nobody waits with one
// fork.
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
    bool taken[kMostSeats] = {};  // guarded by `lock`
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE put_back = CONDITION_VARIABLE_INIT;

    explicit Table(int count) : seats(count) {}
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    /// Takes both forks of this seat, eats once and puts the forks back. Neighbours never eat at
    /// the same time; philosophers who share no fork can. 2 to kMostSeats seats.
    void dine(int seat) {
        bool& left = taken[seat];
        bool& right = taken[(seat + 1) % seats];
        ::AcquireSRWLockExclusive(&lock);
        while (left || right) ::SleepConditionVariableSRW(&put_back, &lock, INFINITE, 0);
        left = right = true;
        ::ReleaseSRWLockExclusive(&lock);
        eat(seat);
        ::AcquireSRWLockExclusive(&lock);
        left = right = false;
        ::ReleaseSRWLockExclusive(&lock);
        ::WakeAllConditionVariable(&put_back);  // both neighbours may wait
    }
};
