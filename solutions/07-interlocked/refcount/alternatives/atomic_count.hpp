// ALTERNATIVE: std::atomic for the count, with the orders that it needs; a critical section for the
// slot.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

#include <atomic>

/// An object that ends with the last reference to it. Any number of threads may call add_ref() and
/// release() at once, each for a reference that it holds.
struct Counted {
    std::atomic<LONG> references = 1;  // the creator's

    Counted() = default;
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

    /// Called once, by the release() of the last reference, when all who had one have done with the
    /// object; `delete this`, for example. It may look into any Slot.
    virtual void end() = 0;

    /// Makes one more reference. Returns how many there are then.
    LONG add_ref() { return references.fetch_add(1, std::memory_order_relaxed) + 1; }

    /// Gives a reference back. Returns how many this has left; 0: the object does not exist now.
    LONG release() {
        const LONG left = references.fetch_sub(1, std::memory_order_acq_rel) - 1;
        if (left == 0) end();
        return left;
    }

protected:
    ~Counted() = default;
};

/// A place that holds a reference. Any number of threads may call get() and clear() at once.
struct Slot {
    CRITICAL_SECTION section;
    Shared<Counted*> held;  // nullptr: it is empty

    /// From now on a reference of the caller's belongs to the slot.
    explicit Slot(Counted* object) : held(object) { ::InitializeCriticalSection(&section); }
    ~Slot() { ::DeleteCriticalSection(&section); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    /// The object, with a reference that now is the caller's; nullptr if the slot is empty.
    Counted* get() {
        ::EnterCriticalSection(&section);
        Counted* object = held;
        if (object != nullptr) object->add_ref();
        ::LeaveCriticalSection(&section);
        return object;
    }

    /// Empties the slot and gives its reference back.
    void clear() {
        ::EnterCriticalSection(&section);
        Counted* object = held;
        held = nullptr;
        ::LeaveCriticalSection(&section);
        if (object != nullptr) object->release();
    }
};
