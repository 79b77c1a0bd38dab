// SOLUTION L25 - The reference count
// (the task: labs/07-interlocked/refcount/refcount.hpp)
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// An object that ends with the last reference to it. Any number of threads may call add_ref() and
/// release() at once, each for a reference that it holds.
struct Counted {
    Shared<LONG volatile> references = 1;  // the creator's

    Counted() = default;
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

    /// Called once, by the release() of the last reference, when all who had one have done with the
    /// object; `delete this`, for example. It may look into any Slot.
    virtual void end() = 0;

    /// Makes one more reference. Returns how many there are then.
    LONG add_ref() { return ::InterlockedIncrement(&references); }

    /// Gives a reference back. Returns how many this has left; 0: the object does not exist now.
    LONG release() {
        const LONG left = ::InterlockedDecrement(&references);
        if (left == 0) end();
        return left;
    }

protected:
    ~Counted() = default;
};

/// A place that holds a reference. Any number of threads may call get() and clear() at once.
struct Slot {
    SRWLOCK lock = SRWLOCK_INIT;
    Shared<Counted*> held;  // nullptr: it is empty; guarded by `lock`

    /// From now on a reference of the caller's belongs to the slot.
    explicit Slot(Counted* object) : held(object) {}
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    /// The object, with a reference that now is the caller's; nullptr if the slot is empty.
    Counted* get() {
        ::AcquireSRWLockExclusive(&lock);
        Counted* object = held;
        // The slot's reference is there until the lock is free again: the object is alive.
        if (object != nullptr) object->add_ref();
        ::ReleaseSRWLockExclusive(&lock);
        return object;
    }

    /// Empties the slot and gives its reference back.
    void clear() {
        ::AcquireSRWLockExclusive(&lock);
        Counted* object = held;
        held = nullptr;
        ::ReleaseSRWLockExclusive(&lock);
        // Not under the lock: end() may look into this slot.
        if (object != nullptr) object->release();
    }
};

// DISCUSSION
//
// Who is last?    InterlockedDecrement returns the value that it has written itself: of all who
//                 decrement, one is told 0. Who reads the count afterwards reads what all have left
//                 by then; two threads can both read 0. And when the object has ended, the count is
//                 no variable any more.
// Why no lock in release()?  Counting and learning the result is one step already.
// Why a lock in the slot?    There it is two steps: read the pointer, add a reference. Between the
//                 two nothing keeps the object alive but the slot's own reference, so who takes
//                 that one away has to wait. COM has the rule in other words: AddRef may be called
//                 only through a pointer that a counted reference stands behind.
// Why not "add, unless it is 0"?  The count lies in the object. If the object is gone, so is the
//                 count (mistakes/adds_unless_zero.hpp). A count next to the pointer would do:
//                 that is what weak_ptr's control block is for.
// clear()         Taking out and leaving nullptr is one step, so one thread gets the pointer. Alone
//                 that would be InterlockedExchangePointer; get() needs the lock anyway.
// Why release() outside?  end() is foreign code: it may look into this slot and would wait for
//                 itself. Never call what you do not know while you hold a lock.
// Ordering        All that was done with the object has to be done before end(). The full barrier
//                 of InterlockedDecrement says so; with std::atomic it is memory_order_acq_rel
//                 (alternatives/atomic_count.hpp). Adding may be relaxed: nobody learns from it.
// In the library  std::shared_ptr; std::atomic<std::shared_ptr> is the slot.
