// MISTAKE: gives the lock back and takes it again until there is room: it never sleeps.
// Caught by: Test2 as livelock
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct BoundedBuffer {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    SRWLOCK lock = SRWLOCK_INIT;
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
        while (count == capacity) {
            ::ReleaseSRWLockExclusive(&lock);
            ::AcquireSRWLockExclusive(&lock);
        }
        items[last] = item;
        last = (last + 1) % capacity;
        ++count;
        ::ReleaseSRWLockExclusive(&lock);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        ::AcquireSRWLockExclusive(&lock);
        while (count == 0) {
            ::ReleaseSRWLockExclusive(&lock);
            ::AcquireSRWLockExclusive(&lock);
        }
        const int item = items[first];
        first = (first + 1) % capacity;
        --count;
        ::ReleaseSRWLockExclusive(&lock);
        return item;
    }
};
