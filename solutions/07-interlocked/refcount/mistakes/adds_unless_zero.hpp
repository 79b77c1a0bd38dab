// MISTAKE: adds only if the count is not 0 yet - and looks for that in an object that may be gone.
// Caught by: Test7 as use-after-free
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
    LONG add_ref() { return ++references; }

    /// The same, unless the object has ended.
    bool try_add_ref() {
        LONG seen = references;
        while (seen != 0)
            if (references.compare_exchange_weak(seen, seen + 1)) return true;
        return false;
    }

    /// Gives a reference back. Returns how many this has left; 0: the object does not exist now.
    LONG release() {
        const LONG left = --references;
        if (left == 0) end();
        return left;
    }

protected:
    ~Counted() = default;
};

/// A place that holds a reference. Any number of threads may call get() and clear() at once.
struct Slot {
    std::atomic<Counted*> held;  // nullptr: it is empty

    /// From now on a reference of the caller's belongs to the slot.
    explicit Slot(Counted* object) : held(object) {}
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    /// The object, with a reference that now is the caller's; nullptr if the slot is empty.
    Counted* get() {
        Counted* object = held;
        return object != nullptr && object->try_add_ref() ? object : nullptr;
    }

    /// Empties the slot and gives its reference back.
    void clear() {
        Counted* object = held.exchange(nullptr);
        if (object != nullptr) object->release();
    }
};
