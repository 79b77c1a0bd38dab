// LAB L25 - The reference count                                     about 30 minutes
//
// Goal    An object ends when the last reference to it is given back: once, and never before. As it
//         stands, it ends twice, and sometimes while somebody still uses it.
//
// Given   Counted, the object; Slot, a place that holds a reference and that others look into.
//         Members may be added, and `references` may get another type. Shared<T> is T; it tells the
//         judge of each access where the compiler cannot.
// To do   the places marked TODO. The contracts stay as they are.
// Rules   any Interlocked function, std::atomic or Win32 lock; no Sleep. Nothing from <mutex> or
//         <memory>: the judge cannot look into it.
//
// Judged  wb check L25   (Visual Studio: Test Explorer, ch07.lab.refcount). The judge lets threads
//         add and release references in every order that their steps can come in, and shows the
//         first one that fails; wb replay L25 runs that one again, on real threads.
// Stuck?  wb hint L25, then notes/07-interlocked.md#when-may-an-object-delete-itself
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
        ::InterlockedDecrement(&references);
        // TODO 1: what this release has left, whatever others release before the next line.
        const LONG left = references;
        if (left == 0) end();
        return left;
    }

protected:
    ~Counted() = default;
};

/// A place that holds a reference. Any number of threads may call get() and clear() at once.
struct Slot {
    Shared<Counted*> held;  // nullptr: it is empty

    /// From now on a reference of the caller's belongs to the slot.
    explicit Slot(Counted* object) : held(object) {}
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    /// The object, with a reference that now is the caller's; nullptr if the slot is empty.
    Counted* get() {
        // TODO 2: from here until the caller has a reference, the slot's own keeps the object.
        Counted* object = held;
        if (object != nullptr) object->add_ref();
        return object;
    }

    /// Empties the slot and gives its reference back.
    void clear() {
        // TODO 3: one of those who clear the slot gives the reference back, and only one.
        Counted* object = held;
        held = nullptr;
        if (object != nullptr) object->release();
    }
};
