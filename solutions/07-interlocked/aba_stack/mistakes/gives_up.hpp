// MISTAKE: who has lost the race is told that nothing is free.
// Caught by: Test2 as gave-up
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
        const LONG64 seen = top;
        const LONG place = place_of(seen);
        if (place == 0) return 0;
        const LONG64 next = after(seen, below[place]);
        return ::InterlockedCompareExchange64(&top, next, seen) == seen ? place : 0;
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
