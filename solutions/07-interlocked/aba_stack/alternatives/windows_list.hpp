// ALTERNATIVE: the interlocked list of Windows. Its header holds a sequence number for exactly
// this.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Says which of the places 1 to kMost are free; in the beginning none is. Any number of threads
/// may call take() and give_back() at once.
struct FreePlaces {
    static constexpr LONG kMost = 4;
    /// What the list wants to see of a place.
    struct alignas(MEMORY_ALLOCATION_ALIGNMENT) Entry {
        SLIST_ENTRY link;
        LONG place;
    };
    SLIST_HEADER free;
    Entry entries[kMost + 1];

    FreePlaces() {
        ::InitializeSListHead(&free);
        for (LONG place = 0; place <= kMost; ++place) entries[place].place = place;
    }
    FreePlaces(const FreePlaces&) = delete;
    FreePlaces& operator=(const FreePlaces&) = delete;

    /// A free place, which belongs to the caller until he gives it back; 0 if none is free.
    LONG take() {
        const PSLIST_ENTRY entry = ::InterlockedPopEntrySList(&free);
        return entry != nullptr ? reinterpret_cast<Entry*>(entry)->place : 0;
    }

    /// Makes a place free that belongs to the caller. The next owner sees all that he did with it.
    void give_back(LONG place) { ::InterlockedPushEntrySList(&free, &entries[place].link); }
};
