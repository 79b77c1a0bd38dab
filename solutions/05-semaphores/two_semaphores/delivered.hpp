// LAB L19 - Two semaphores                                          about 25 minutes
//
// Goal    Two threads hand items over through a ring of slots. As it stands, one of them waits for
//         something that the other one could do, if only it were let in.
//
// Given   SlotQueue: a semaphore counts the free slots, another one the filled slots, and a lock
//         guards the ring. Members may be added or replaced. Shared<T> is T; it tells the judge of
//         each access where the compiler cannot.
// To do   the places marked TODO. The contracts of put() and take() stay as they are.
// Rules   any Win32 objects; no Sleep, no polling. Nothing from <mutex>: the judge cannot look into
//         it.
//
// Judged  wb check L19   (Visual Studio: Test Explorer, ch05.lab.two_semaphores). The judge lets up
//         to three threads put and take in every order that their steps can come in. wb replay L19
//         runs the first order that fails again.
// Stuck?  wb hint L19, then notes/05-semaphores.md#how-do-two-semaphores-make-a-queue
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
        // TODO 1: while this thread waits for an empty slot, another one can take an item out.
        ::EnterCriticalSection(&section);
        ::WaitForSingleObject(empty, INFINITE);
        items[last] = item;
        last = (last + 1) % capacity;
        ::ReleaseSemaphore(filled, 1, nullptr);
        ::LeaveCriticalSection(&section);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        // TODO 2: while this thread waits for an item, another one can put one in.
        ::EnterCriticalSection(&section);
        ::WaitForSingleObject(filled, INFINITE);
        const int item = items[first];
        first = (first + 1) % capacity;
        ::ReleaseSemaphore(empty, 1, nullptr);
        ::LeaveCriticalSection(&section);
        return item;
    }
};
