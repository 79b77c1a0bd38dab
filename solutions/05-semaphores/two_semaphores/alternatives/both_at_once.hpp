// ALTERNATIVE: the lock is a mutex, and one wait takes it and the unit together, or neither.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct SlotQueue {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    HANDLE mutex;
    HANDLE empty;                   // counts the slots that an item can go to
    HANDLE filled;                  // counts the slots that an item is in
    Shared<int> items[kMost] = {};  // from here on `mutex` guards everything
    Shared<int> first = 0;          // the oldest item's slot
    Shared<int> last = 0;           // the slot behind the newest

    explicit SlotQueue(int most) : capacity(most) {
        mutex = ::CreateMutexW(nullptr, FALSE, nullptr);
        empty = ::CreateSemaphoreW(nullptr, most, most, nullptr);
        filled = ::CreateSemaphoreW(nullptr, 0, most, nullptr);
    }
    ~SlotQueue() {
        ::CloseHandle(filled);
        ::CloseHandle(empty);
        ::CloseHandle(mutex);
    }
    SlotQueue(const SlotQueue&) = delete;
    SlotQueue& operator=(const SlotQueue&) = delete;

    /// Adds an item behind the others. Blocks, without using the processor, while it is full.
    void put(int item) {
        const HANDLE both[] = {mutex, empty};
        ::WaitForMultipleObjects(2, both, TRUE, INFINITE);
        items[last] = item;
        last = (last + 1) % capacity;
        ::ReleaseMutex(mutex);
        ::ReleaseSemaphore(filled, 1, nullptr);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        const HANDLE both[] = {mutex, filled};
        ::WaitForMultipleObjects(2, both, TRUE, INFINITE);
        const int item = items[first];
        first = (first + 1) % capacity;
        ::ReleaseMutex(mutex);
        ::ReleaseSemaphore(empty, 1, nullptr);
        return item;
    }
};
