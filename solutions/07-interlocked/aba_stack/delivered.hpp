// LAB L27 - The stack whose nodes come back                         about 40 minutes
//
// Goal    Each free place is handed out to one thread. As it stands, a place that has been taken
//         and given back meanwhile makes two threads own one place, and another place disappear.
//
// Given   FreePlaces, a stack without a lock: places are numbers, 0 is none. Members may be added,
//         and get other types. Shared<T> is T; it tells the judge of each access where the compiler
//         cannot.
// To do   the place marked TODO. The contracts stay as they are.
// Rules   any Interlocked function, std::atomic or Win32 lock; no Sleep. Nothing from <mutex>: the
//         judge cannot look into it.
//
// Judged  wb check L27   (Visual Studio: Test Explorer, ch07.lab.aba_stack). The judge lets two
//         threads take and give back in every order that their steps can come in, and looks who has
//         which place; wb replay L27 runs the first order that fails again.
// Stuck?  wb hint L27, then notes/07-interlocked.md#what-does-an-equal-value-prove
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
            // TODO 1: this succeeds only if nothing has happened since `top` was read. That the top
            //       place is the same as then does not say that.
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
