// SOLUTION L19 - Two semaphores
// (the task: labs/05-semaphores/two_semaphores/two_semaphores.hpp)
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
        ::WaitForSingleObject(empty, INFINITE);
        ::EnterCriticalSection(&section);
        items[last] = item;
        last = (last + 1) % capacity;
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

// DISCUSSION
//
// Why this order? The lock is for those who use the ring. Who waits for a unit does not use it
//                 yet, and keeps out the only thread that could release one. Nobody waits, with a
//                 lock in hand, for something that takes the same lock to happen.
// Two counts?     A semaphore blocks at 0 and nowhere else. One that counts the items keeps the
//                 takers from an empty ring; it takes another one to keep the putters from a full
//                 one. Their sum is the capacity, less those who are just between a wait and a
//                 release.
// Why the lock?   The unit says that there is a slot for this thread, not which. With one thread
//                 at each end nobody else uses the index, and no lock would be needed.
// Two locks?      Those who put use `last`, those who take use `first`, and no slot is used by
//                 both at once: each end may have a lock of its own
//                 (alternatives/lock_per_end.hpp).
// Both at once?   A mutex can be waited for together with the semaphore: either both or none
//                 (alternatives/both_at_once.hpp). Dearer, and it needs no thought about order.
// Release inside? Right as well, if it comes last (alternatives/releases_inside.hpp): a release
//                 never blocks. Outside, the thread that it lets go need not wait for the lock.
// The maximum?    It is the number of slots, so a release too many is an error (298) and not a
//                 slot that does not exist.
// In the library  std::counting_semaphore twice and a std::mutex. A condition variable does the
//                 same with one lock: lab L12.
