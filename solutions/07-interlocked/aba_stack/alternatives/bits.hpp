// ALTERNATIVE: one bit for each free place. Equal bits are an equal state, so there is no ABA.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Says which of the places 1 to kMost are free; in the beginning none is. Any number of threads
/// may call take() and give_back() at once.
struct FreePlaces {
    static constexpr LONG kMost = 4;
    Shared<LONG volatile> free = 0;  // bit n: place n is free

    FreePlaces() = default;
    FreePlaces(const FreePlaces&) = delete;
    FreePlaces& operator=(const FreePlaces&) = delete;

    /// A free place, which belongs to the caller until he gives it back; 0 if none is free.
    LONG take() {
        for (;;) {
            const LONG seen = free;
            if (seen == 0) return 0;
            LONG place = 1;
            while ((seen & (1L << place)) == 0) ++place;
            if (::InterlockedAnd(&free, ~(1L << place)) & (1L << place)) return place;
        }
    }

    /// Makes a place free that belongs to the caller. The next owner sees all that he did with it.
    void give_back(LONG place) { ::InterlockedOr(&free, 1L << place); }
};
