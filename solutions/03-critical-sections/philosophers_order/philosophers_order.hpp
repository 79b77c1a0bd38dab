// SOLUTION L11 - The philosophers' order
// (the task: labs/03-critical-sections/philosophers_order/philosophers_order.hpp)
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
        CRITICAL_SECTION* right = &forks[(seat + 1) % seats];
        // All take the fork with the lower number first: whoever holds the highest one of a chain
        // waits for nobody, so no chain closes to a circle.
        const bool in_order = seat < (seat + 1) % seats;
        CRITICAL_SECTION* first = in_order ? left : right;
        CRITICAL_SECTION* second = in_order ? right : left;
        ::EnterCriticalSection(first);
        ::EnterCriticalSection(second);
        eat(seat);
        ::LeaveCriticalSection(second);
        ::LeaveCriticalSection(first);
    }
};

// DISCUSSION
//
// What is stuck?  Each holds its left fork and waits for the next one's. Four things make that
//                 possible: a fork has one holder, who holds one waits for another, nobody takes a
//                 fork away, and the waits form a circle. It is enough to remove one of them.
// Why an order?   In a circle somebody waits for a lower number than the one that is held. If all
//                 go upwards only, nobody does. That removes the circle, and costs nothing.
// Which order?    Any that all agree on: number, address, alphabet. Only the last seat changes: its
//                 right fork is fork 0. (One left-handed philosopher does the same.)
// Release order?  It does not matter: a release never waits.
// All or nothing  removes "holds one and waits": see alternatives/waiter.hpp. With mutexes,
//                 WaitForMultipleObjects does it in one call; critical sections have no such call.
// Why not TryEnter?  Who puts the left fork back and begins again gets rid of the deadlock, and may
//                 meet neighbours who do the same in step: all are busy and nobody eats. That is a
//                 livelock. A random pause makes it unlikely; an order makes it impossible.
// One big lock    has no circle either, and only one philosopher eats at a time.
// Is it fair?     No. An order keeps everybody going, it promises nobody the next turn.
// In the library  std::scoped_lock takes several locks without a deadlock, in no fixed order.
