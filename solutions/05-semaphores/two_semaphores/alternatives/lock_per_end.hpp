// ALTERNATIVE: each end has a lock of its own; the semaphores keep the ends apart.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct SlotQueue {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    CRITICAL_SECTION putting;
    CRITICAL_SECTION taking;
    HANDLE empty;                   // counts the slots that an item can go to
    HANDLE filled;                  // counts the slots that an item is in
    Shared<int> items[kMost] = {};  // a slot belongs to who has its unit
    Shared<int> first = 0;          // the oldest item's slot; `taking` guards it
    Shared<int> last = 0;           // the slot behind the newest; `putting` guards it

    explicit SlotQueue(int most) : capacity(most) {
        ::InitializeCriticalSection(&putting);
        ::InitializeCriticalSection(&taking);
        empty = ::CreateSemaphoreW(nullptr, most, most, nullptr);
        filled = ::CreateSemaphoreW(nullptr, 0, most, nullptr);
    }
    ~SlotQueue() {
        ::CloseHandle(filled);
        ::CloseHandle(empty);
        ::DeleteCriticalSection(&taking);
        ::DeleteCriticalSection(&putting);
    }
    SlotQueue(const SlotQueue&) = delete;
    SlotQueue& operator=(const SlotQueue&) = delete;

    /// Adds an item behind the others. Blocks, without using the processor, while it is full.
    void put(int item) {
        ::WaitForSingleObject(empty, INFINITE);
        ::EnterCriticalSection(&putting);
        items[last] = item;
        last = (last + 1) % capacity;
        ::LeaveCriticalSection(&putting);
        ::ReleaseSemaphore(filled, 1, nullptr);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        ::WaitForSingleObject(filled, INFINITE);
        ::EnterCriticalSection(&taking);
        const int item = items[first];
        first = (first + 1) % capacity;
        ::LeaveCriticalSection(&taking);
        ::ReleaseSemaphore(empty, 1, nullptr);
        return item;
    }
};
