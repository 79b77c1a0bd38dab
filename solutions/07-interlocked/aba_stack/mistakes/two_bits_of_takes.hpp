// MISTAKE: a count of two bits, of the takes alone: it comes round after four of them.
// Caught by: Test6 as count-comes-back
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Says which of the places 1 to kMost are free; in the beginning none is. Any number of threads
/// may call take() and give_back() at once.
struct FreePlaces {
    static constexpr LONG kMost = 4;
    Shared<LONG volatile> top = 0;                // the place given back last; 0: none is free
    Shared<LONG volatile> below[kMost + 1] = {};  // by place: the one under it; 0: none

    FreePlaces() = default;
    FreePlaces(const FreePlaces&) = delete;
    FreePlaces& operator=(const FreePlaces&) = delete;

    static LONG place_of(LONG value) { return value & 0xFF; }
    /// What comes after `seen`: this place on top, and so many takes more.
    static LONG after(LONG seen, LONG place, LONG takes) {
        return ((seen + takes * 0x100) & 0x300) | place;
    }

    /// A free place, which belongs to the caller until he gives it back; 0 if none is free.
    LONG take() {
        for (;;) {
            const LONG seen = top;
            const LONG place = place_of(seen);
            if (place == 0) return 0;
            const LONG next = after(seen, below[place], 1);
            if (::InterlockedCompareExchange(&top, next, seen) == seen) return place;
        }
    }

    /// Makes a place free that belongs to the caller. The next owner sees all that he did with it.
    void give_back(LONG place) {
        for (;;) {
            const LONG seen = top;
            below[place] = place_of(seen);
            if (::InterlockedCompareExchange(&top, after(seen, place, 0), seen) == seen) return;
        }
    }
};
