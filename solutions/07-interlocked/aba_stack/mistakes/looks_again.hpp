// MISTAKE: a bigger loop: looks at the top and under it once more before it compares.
// Caught by: Test4 as aba
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

    /// A free place, which belongs to the caller until he gives it back; 0 if none is free.
    LONG take() {
        for (;;) {
            const LONG place = top;
            if (place == 0) return 0;
            const LONG next = below[place];
            if (top != place || below[place] != next) continue;
            if (::InterlockedCompareExchange(&top, next, place) == place) return place;
        }
    }

    /// Makes a place free that belongs to the caller. The next owner sees all that he did with it.
    void give_back(LONG place) {
        for (;;) {
            const LONG first = top;
            below[place] = first;
            if (::InterlockedCompareExchange(&top, place, first) == first) return;
        }
    }
};
