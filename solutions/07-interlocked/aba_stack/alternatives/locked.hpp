// ALTERNATIVE: a lock. Three lines, and nothing to prove.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Says which of the places 1 to kMost are free; in the beginning none is. Any number of threads
/// may call take() and give_back() at once.
struct FreePlaces {
    static constexpr LONG kMost = 4;
    SRWLOCK lock = SRWLOCK_INIT;         // guards the rest
    Shared<LONG> top = 0;                // the place given back last; 0: none is free
    Shared<LONG> below[kMost + 1] = {};  // by place: the one under it; 0: none

    FreePlaces() = default;
    FreePlaces(const FreePlaces&) = delete;
    FreePlaces& operator=(const FreePlaces&) = delete;

    /// A free place, which belongs to the caller until he gives it back; 0 if none is free.
    LONG take() {
        ::AcquireSRWLockExclusive(&lock);
        const LONG place = top;
        if (place != 0) top = below[place];
        ::ReleaseSRWLockExclusive(&lock);
        return place;
    }

    /// Makes a place free that belongs to the caller. The next owner sees all that he did with it.
    void give_back(LONG place) {
        ::AcquireSRWLockExclusive(&lock);
        below[place] = top;
        top = place;
        ::ReleaseSRWLockExclusive(&lock);
    }
};
