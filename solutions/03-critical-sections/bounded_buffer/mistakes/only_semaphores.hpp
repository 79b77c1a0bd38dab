// MISTAKE: the semaphores count places and items, so nobody seems to need the lock.
// Caught by: Test5 as no-lock
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct BoundedBuffer {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    HANDLE places;       // one for each free place
    HANDLE filled;       // one for each item
    Shared<int> items[kMost] = {};
    Shared<int> first = 0;  // the oldest item's place
    Shared<int> last = 0;   // the place behind the newest
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
        items[last] = item;
        last = (last + 1) % capacity;
        ++count;
        ::ReleaseSemaphore(filled, 1, nullptr);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        ::WaitForSingleObject(filled, INFINITE);
        const int item = items[first];
        first = (first + 1) % capacity;
        --count;
        ::ReleaseSemaphore(places, 1, nullptr);
        return item;
    }
};
