// LAB L12 - The bounded buffer                                      about 30 minutes
//
// Goal    Each item that is put in comes out once, and nobody sleeps while there is something to
//         do. As it stands, items get lost, others come twice, and threads sleep for ever.
//
// Given   BoundedBuffer: a lock, a condition variable, a ring of items. Members may be added or
//         replaced. Shared<T> is T; it tells the judge of each access where the compiler cannot.
// To do   the places marked TODO. The contracts of put() and take() stay as they are.
// Rules   any Win32 objects; no Sleep, no polling. Nothing from <mutex>: the judge cannot look into
//         it.
//
// Judged  wb check L12   (Visual Studio: Test Explorer, ch03.lab.bounded_buffer). The judge lets up
//         to three threads put and take in every order that their steps can come in; each may once
//         be woken for nothing. wb replay L12 runs the first order that fails again.
// Stuck?  wb hint L12, then notes/03-critical-sections.md#how-does-one-wait-for-a-state
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct BoundedBuffer {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    Shared<int> items[kMost] = {};  // from here on `lock` guards everything
    Shared<int> first = 0;          // the oldest item's place
    Shared<int> last = 0;           // the place behind the newest
    Shared<int> count = 0;

    explicit BoundedBuffer(int most) : capacity(most) {}
    BoundedBuffer(const BoundedBuffer&) = delete;
    BoundedBuffer& operator=(const BoundedBuffer&) = delete;

    /// Adds an item behind the others. Blocks, without using the processor, while it is full.
    void put(int item) {
        ::AcquireSRWLockExclusive(&lock);
        // TODO 1: when this thread goes on, there really is room - whoever woke it, and why ever.
        if (count == capacity) ::SleepConditionVariableSRW(&changed, &lock, INFINITE, 0);
        items[last] = item;
        last = (last + 1) % capacity;
        ++count;
        ::ReleaseSRWLockExclusive(&lock);
        // TODO 2: this wakes somebody who can do something with it.
        ::WakeConditionVariable(&changed);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        ::AcquireSRWLockExclusive(&lock);
        // TODO 3: the same on this side, for an item.
        if (count == 0) ::SleepConditionVariableSRW(&changed, &lock, INFINITE, 0);
        const int item = items[first];
        first = (first + 1) % capacity;
        --count;
        ::ReleaseSRWLockExclusive(&lock);
        ::WakeConditionVariable(&changed);
        return item;
    }
};
