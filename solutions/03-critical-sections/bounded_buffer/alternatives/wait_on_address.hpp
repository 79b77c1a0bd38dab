// ALTERNATIVE: WaitOnAddress sleeps while a count of changes is what was seen under the lock.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct BoundedBuffer {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    SRWLOCK lock = SRWLOCK_INIT;
    LONG changes = 0;               // counted after each put and take
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
        while (count == capacity) wait_for_a_change();
        items[last] = item;
        last = (last + 1) % capacity;
        ++count;
        ::InterlockedIncrement(&changes);
        ::WakeByAddressAll(&changes);
        ::ReleaseSRWLockExclusive(&lock);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        ::AcquireSRWLockExclusive(&lock);
        while (count == 0) wait_for_a_change();
        const int item = items[first];
        first = (first + 1) % capacity;
        --count;
        ::InterlockedIncrement(&changes);
        ::WakeByAddressAll(&changes);
        ::ReleaseSRWLockExclusive(&lock);
        return item;
    }

private:
    /// What is compared was read under the lock: a change that comes after it ends the wait.
    void wait_for_a_change() {
        LONG seen = changes;
        ::ReleaseSRWLockExclusive(&lock);
        ::WaitOnAddress(&changes, &seen, sizeof seen, INFINITE);
        ::AcquireSRWLockExclusive(&lock);
    }
};
