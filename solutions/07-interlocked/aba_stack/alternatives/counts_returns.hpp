// ALTERNATIVE: std::atomic, and a count of give_backs alone: a place that is on top again has been
// given back.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

#include <atomic>

/// Says which of the places 1 to kMost are free; in the beginning none is. Any number of threads
/// may call take() and give_back() at once.
struct FreePlaces {
    static constexpr LONG kMost = 4;
    /// The top place - 0: none - and in the upper half how often one was given back.
    std::atomic<LONG64> top = 0;
    std::atomic<LONG> below[kMost + 1] = {};  // by place: the one under it; 0: none

    FreePlaces() = default;
    FreePlaces(const FreePlaces&) = delete;
    FreePlaces& operator=(const FreePlaces&) = delete;

    static LONG place_of(LONG64 value) { return static_cast<LONG>(value & 0xFFFF'FFFF); }
    static LONG64 count_of(LONG64 value) { return value & ~LONG64{0xFFFF'FFFF}; }

    /// A free place, which belongs to the caller until he gives it back; 0 if none is free.
    LONG take() {
        LONG64 seen = top;
        while (place_of(seen) != 0) {
            const LONG64 next = count_of(seen) | below[place_of(seen)];
            if (top.compare_exchange_weak(seen, next)) return place_of(seen);
        }
        return 0;
    }

    /// Makes a place free that belongs to the caller. The next owner sees all that he did with it.
    void give_back(LONG place) {
        LONG64 seen = top;
        LONG64 next = 0;
        do {
            below[place] = place_of(seen);
            next = (count_of(seen) + (LONG64{1} << 32)) | place;
        } while (!top.compare_exchange_weak(seen, next));
    }
};
