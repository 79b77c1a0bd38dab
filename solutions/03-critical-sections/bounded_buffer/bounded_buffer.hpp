// SOLUTION L12 - The bounded buffer
// (the task: labs/03-critical-sections/bounded_buffer/bounded_buffer.hpp)
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct BoundedBuffer {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE not_full = CONDITION_VARIABLE_INIT;
    CONDITION_VARIABLE not_empty = CONDITION_VARIABLE_INIT;
    Shared<int> items[kMost] = {};  // from here on `lock` guards everything
    Shared<int> first = 0;          // the oldest item's place
    Shared<int> last = 0;           // the place behind the newest
    Shared<int> count = 0;

    explicit BoundedBuffer(int most) : capacity(most) {}
    BoundedBuffer(const BoundedBuffer&) = delete;
    BoundedBuffer& operator=(const BoundedBuffer&) = delete;

    /// Adds an item behind the others. Blocks, without using the processor, while it is full.
    void put(int item) {
        ::AcquireSRWLockExclusive(&lock);
        while (count == capacity) ::SleepConditionVariableSRW(&not_full, &lock, INFINITE, 0);
        items[last] = item;
        last = (last + 1) % capacity;
        ++count;
        ::ReleaseSRWLockExclusive(&lock);
        ::WakeConditionVariable(&not_empty);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        ::AcquireSRWLockExclusive(&lock);
        while (count == 0) ::SleepConditionVariableSRW(&not_empty, &lock, INFINITE, 0);
        const int item = items[first];
        first = (first + 1) % capacity;
        --count;
        ::ReleaseSRWLockExclusive(&lock);
        ::WakeConditionVariable(&not_full);
        return item;
    }
};

// DISCUSSION
//
// Why while?      A wake-up says "look again", no more. It may come for nothing; and between the
//                 wake-up and the moment when the sleeper has the lock again, another thread may
//                 take the item it was for. The state decides, so the state is looked at again.
// Why two?        With one condition variable producers and consumers sleep on the same list. A
//                 wake-up for one may then reach the wrong kind: it finds nothing to do and sleeps
//                 again, and the one that could go on is never woken.
// Or wake all?    One condition variable is enough if all are woken each time: all look, one finds
//                 something (alternatives/wakes_all.hpp). Right, and dearer with many sleepers.
// Why in one step?  SleepConditionVariableSRW releases the lock and sleeps as one step. With a
//                 step in between, the change and its wake-up would come between them and be lost:
//                 condition variables do not remember.
// Wake inside or outside?  Both are right, if the state has been changed under the lock before.
//                 Outside, the woken one need not wait for the lock at once.
// Is it fair?     No: who comes while somebody is being woken may be first. No item is lost by it.
// Five ways      Semaphores and completion ports count by themselves: who comes through has its
//                 item (alternatives/semaphores.hpp, alternatives/completion_port.hpp). Condition
//                 variables, events and WaitOnAddress only say "look again", so there the loop
//                 stays (alternatives/events.hpp, alternatives/wait_on_address.hpp).
// Why not look again and again?  It is right and burns a processor, and with one processor it keeps
//                 the one from running that it waits for.
// In the library  std::condition_variable, wait(lock, predicate): the loop is inside.
