// MISTAKE: the slot is chosen under the lock, and used after the lock was given away.
// Caught by: Test3 as same-slot-twice
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct SlotQueue {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    CRITICAL_SECTION section;
    HANDLE empty;                   // counts the slots that an item can go to
    HANDLE filled;                  // counts the slots that an item is in
    Shared<int> items[kMost] = {};  // from here on `section` guards everything
    Shared<int> first = 0;          // the oldest item's slot
    Shared<int> last = 0;           // the slot behind the newest

    explicit SlotQueue(int most) : capacity(most) {
        ::InitializeCriticalSection(&section);
        empty = ::CreateSemaphoreW(nullptr, most, most, nullptr);
        filled = ::CreateSemaphoreW(nullptr, 0, most, nullptr);
    }
    ~SlotQueue() {
        ::CloseHandle(filled);
        ::CloseHandle(empty);
        ::DeleteCriticalSection(&section);
    }
    SlotQueue(const SlotQueue&) = delete;
    SlotQueue& operator=(const SlotQueue&) = delete;

    /// Adds an item behind the others. Blocks, without using the processor, while it is full.
    void put(int item) {
        ::EnterCriticalSection(&section);
        const int slot = last;
        ::LeaveCriticalSection(&section);
        ::WaitForSingleObject(empty, INFINITE);
        ::EnterCriticalSection(&section);
        items[slot] = item;
        last = (slot + 1) % capacity;
        ::LeaveCriticalSection(&section);
        ::ReleaseSemaphore(filled, 1, nullptr);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        ::WaitForSingleObject(filled, INFINITE);
        ::EnterCriticalSection(&section);
        const int item = items[first];
        first = (first + 1) % capacity;
        ::LeaveCriticalSection(&section);
        ::ReleaseSemaphore(empty, 1, nullptr);
        return item;
    }
};
