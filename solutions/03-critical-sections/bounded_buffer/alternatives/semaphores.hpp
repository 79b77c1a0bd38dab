// ALTERNATIVE: two semaphores count places and items; they remember, so nothing is looked at twice.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct BoundedBuffer {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    SRWLOCK lock = SRWLOCK_INIT;
    HANDLE places;                  // one for each free place
    HANDLE filled;                  // one for each item
    Shared<int> items[kMost] = {};  // from here on `lock` guards everything
    Shared<int> first = 0;          // the oldest item's place
    Shared<int> last = 0;           // the place behind the newest
    Shared<int> count = 0;

    explicit BoundedBuffer(int most) : capacity(most) {
        places = ::CreateSemaphoreW(nullptr, most, most, nullptr);
        filled = ::CreateSemaphoreW(nullptr, 0, most, nullptr);
    }
    ~BoundedBuffer() {
        ::CloseHandle(places);
        ::CloseHandle(filled);
    }
    BoundedBuffer(const BoundedBuffer&) = delete;
    BoundedBuffer& operator=(const BoundedBuffer&) = delete;

    /// Adds an item behind the others. Blocks, without using the processor, while it is full.
    void put(int item) {
        ::WaitForSingleObject(places, INFINITE);
        ::AcquireSRWLockExclusive(&lock);
        items[last] = item;
        last = (last + 1) % capacity;
        ++count;
        ::ReleaseSRWLockExclusive(&lock);
        ::ReleaseSemaphore(filled, 1, nullptr);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        ::WaitForSingleObject(filled, INFINITE);
        ::AcquireSRWLockExclusive(&lock);
        const int item = items[first];
        first = (first + 1) % capacity;
        --count;
        ::ReleaseSRWLockExclusive(&lock);
        ::ReleaseSemaphore(places, 1, nullptr);
        return item;
    }
};
