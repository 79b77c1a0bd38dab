// SOLUTION L27 - The stack whose nodes come back
// (the task: labs/07-interlocked/aba_stack/aba_stack.hpp)
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Says which of the places 1 to kMost are free; in the beginning none is. Any number of threads
/// may call take() and give_back() at once.
struct FreePlaces {
    static constexpr LONG kMost = 4;
    /// The top place - given back last, 0: none - and in the upper half the number of changes.
    Shared<LONG64 volatile> top = 0;
    Shared<LONG volatile> below[kMost + 1] = {};  // by place: the one under it; 0: none

    FreePlaces() = default;
    FreePlaces(const FreePlaces&) = delete;
    FreePlaces& operator=(const FreePlaces&) = delete;

    static LONG place_of(LONG64 value) { return static_cast<LONG>(value & 0xFFFF'FFFF); }
    /// What comes after `seen`: this place on top, and one change more.
    static LONG64 after(LONG64 seen, LONG place) { return (((seen >> 32) + 1) << 32) | place; }

    /// A free place, which belongs to the caller until he gives it back; 0 if none is free.
    LONG take() {
        for (;;) {
            const LONG64 seen = top;
            const LONG place = place_of(seen);
            if (place == 0) return 0;
            const LONG64 next = after(seen, below[place]);
            if (::InterlockedCompareExchange64(&top, next, seen) == seen) return place;
        }
    }

    /// Makes a place free that belongs to the caller. The next owner sees all that he did with it.
    void give_back(LONG place) {
        for (;;) {
            const LONG64 seen = top;
            below[place] = place_of(seen);
            if (::InterlockedCompareExchange64(&top, after(seen, place), seen) == seen) return;
        }
    }
};

// DISCUSSION
//
// What is ABA?    A thread reads A, others change it to B and back to A, and the comparison finds
//                 nothing. The value is the same; what it stood for is not: under place 1 there was
//                 place 2, and now there is not. Equal is not unchanged.
// Why a count?    It never goes back. Place and count are one word, so one compare-exchange looks
//                 at both. Count and place in two variables would be two steps again
//                 (mistakes/count_apart.hpp).
// How long is it good?  32 bits come round after four thousand million changes, all of them while
//                 one thread stands still between two lines. Two bits come round in four.
// Count what?     Every change, or only the takes, or only the give_backs: a place has to be taken
//                 and given back before it can be on top again (alternatives/counts_returns.hpp).
// Why is the stale read of below[] harmless?  Whoever loses has read nonsense, throws it away and
//                 begins again. It has to be a whole access all the same (volatile, atomic), and
//                 the memory has to be there: nodes that are freed for good need more than a count
//                 - hazard pointers, epochs, or a lock.
// Ordering        What is done with a place comes before it is free, and after it has been taken:
//                 release in give_back(), acquire in take(). InterlockedCompareExchange64 is both.
// With pointers   A pointer fills the word. Windows puts a depth and a count beside it, into the
//                 sixteen bytes of SLIST_HEADER (alternatives/windows_list.hpp), and compares and
//                 exchanges all of them at once.
// Without order   A set of bits has no order, so an equal value is an equal state: no ABA
//                 (alternatives/bits.hpp).
// Is it worth it?  A lock around three lines is right at once (alternatives/locked.hpp). Measure
//                 before you do without.
// 32-bit programs  A LONG64 is read in two halves there: read it by
//                 InterlockedCompareExchange64(&top, 0, 0).
