// MISTAKE: the ring grows: so nothing is overwritten, and nobody waits for room.
// Caught by: Test2 as never-full
#pragma once

#include "common/win32/windows.hpp"

#include <deque>

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct SlotQueue {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    CRITICAL_SECTION section;
    HANDLE filled;          // counts the items
    std::deque<int> items;  // `section` guards them

    explicit SlotQueue(int most) : capacity(most) {
        ::InitializeCriticalSection(&section);
        filled = ::CreateSemaphoreW(nullptr, 0, 1000, nullptr);
    }
    ~SlotQueue() {
        ::CloseHandle(filled);
        ::DeleteCriticalSection(&section);
    }
    SlotQueue(const SlotQueue&) = delete;
    SlotQueue& operator=(const SlotQueue&) = delete;

    /// Adds an item behind the others. Blocks, without using the processor, while it is full.
    void put(int item) {
        ::EnterCriticalSection(&section);
        items.push_back(item);
        ::LeaveCriticalSection(&section);
        ::ReleaseSemaphore(filled, 1, nullptr);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        ::WaitForSingleObject(filled, INFINITE);
        ::EnterCriticalSection(&section);
        const int item = items.front();
        items.pop_front();
        ::LeaveCriticalSection(&section);
        return item;
    }
};
