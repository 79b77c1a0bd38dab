// LAB L11 - The philosophers' order                                 about 20 minutes
//
// Goal    All philosophers eat. As it stands, each may take the left fork and wait for the right
//         one, for ever.
//
// Given   Table, with one critical section per fork. Members may be added, and the locks may become
//         others. eat() belongs to the judge.
// To do   the place marked TODO. The contract of dine() stays as it is.
// Rules   any Win32 objects; no Sleep, no polling. Not std::mutex: the judge cannot look into it.
//
// Judged  wb check L11   (Visual Studio: Test Explorer, ch03.lab.philosophers_order). The judge
//         seats two, three and four philosophers, in every order that their steps can come in;
//         wb replay L11 runs the first one that fails again, on real threads.
// Stuck?  wb hint L11, then notes/03-critical-sections.md#when-do-two-locks-become-a-deadlock
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
        // TODO 1: whatever the others do meanwhile, there is never a circle of philosophers who
        //         each hold the fork that the next one waits for.
        CRITICAL_SECTION* left = &forks[seat];
        CRITICAL_SECTION* right = &forks[(seat + 1) % seats];
        ::EnterCriticalSection(left);
        ::EnterCriticalSection(right);
        eat(seat);
        ::LeaveCriticalSection(right);
        ::LeaveCriticalSection(left);
    }
};
