// MISTAKE: asks for a slot and for an item, over and over, with limit 0.
// Caught by: Test2 as polls
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
        while (::WaitForSingleObject(empty, 0) != WAIT_OBJECT_0) {
        }
        ::EnterCriticalSection(&section);
        items[last] = item;
        last = (last + 1) % capacity;
        ::LeaveCriticalSection(&section);
        ::ReleaseSemaphore(filled, 1, nullptr);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        while (::WaitForSingleObject(filled, 0) != WAIT_OBJECT_0) {
        }
        ::EnterCriticalSection(&section);
        const int item = items[first];
        first = (first + 1) % capacity;
        ::LeaveCriticalSection(&section);
        ::ReleaseSemaphore(empty, 1, nullptr);
        return item;
    }
};
