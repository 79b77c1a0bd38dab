// ALTERNATIVE: two manual-reset events say what is true; the loop stays, for others may be faster.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct BoundedBuffer {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    SRWLOCK lock = SRWLOCK_INIT;
    HANDLE not_full;                // signaled while there is room: set and reset under `lock`
    HANDLE not_empty;               // signaled while there is an item
    Shared<int> items[kMost] = {};  // from here on `lock` guards everything
    Shared<int> first = 0;          // the oldest item's place
    Shared<int> last = 0;           // the place behind the newest
    Shared<int> count = 0;

    explicit BoundedBuffer(int most) : capacity(most) {
        not_full = ::CreateEventW(nullptr, TRUE, TRUE, nullptr);
        not_empty = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    }
    ~BoundedBuffer() {
        ::CloseHandle(not_full);
        ::CloseHandle(not_empty);
    }
    BoundedBuffer(const BoundedBuffer&) = delete;
    BoundedBuffer& operator=(const BoundedBuffer&) = delete;

    /// Adds an item behind the others. Blocks, without using the processor, while it is full.
    void put(int item) {
        ::AcquireSRWLockExclusive(&lock);
        while (count == capacity) wait_outside(not_full);
        items[last] = item;
        last = (last + 1) % capacity;
        ++count;
        show();
        ::ReleaseSRWLockExclusive(&lock);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        ::AcquireSRWLockExclusive(&lock);
        while (count == 0) wait_outside(not_empty);
        const int item = items[first];
        first = (first + 1) % capacity;
        --count;
        show();
        ::ReleaseSRWLockExclusive(&lock);
        return item;
    }

private:
    /// Gives the lock back, sleeps while the event is not signaled, and takes the lock again.
    void wait_outside(HANDLE event) {
        ::ReleaseSRWLockExclusive(&lock);
        ::WaitForSingleObject(event, INFINITE);
        ::AcquireSRWLockExclusive(&lock);
    }
    /// Lets the events say what is true now.
    void show() {
        if (count < capacity)
            ::SetEvent(not_full);
        else
            ::ResetEvent(not_full);
        if (count > 0)
            ::SetEvent(not_empty);
        else
            ::ResetEvent(not_empty);
    }
};
