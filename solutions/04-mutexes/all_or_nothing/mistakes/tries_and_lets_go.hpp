// MISTAKE: waits for one, looks at the other, and lets go if it is taken - for a moment he had one.
// Caught by: Test3 as holds-one-and-waits
#pragma once

#include "common/win32/windows.hpp"

/// Given by the judge. The philosopher has both forks while this runs; it takes as long as it
/// takes.
void eat(int seat);

/// Takes both forks, eats once, puts both back: true. If the two cannot be had at one moment within
/// `ms` milliseconds (INFINITE: he waits as long as it takes), he does not eat: false. As long as
/// he cannot have both he has neither, not for a moment. He leaves with the forks as he came: with
/// none. If his wait fails (one fork for both hands), he does not eat: false, or an exception. A
/// fork whose owner has died is a fork: a meal cannot be left half done. Called by several threads
/// at once, for different seats.
inline bool dine(int seat, HANDLE left, HANDLE right, DWORD ms) {
    const ULONGLONG begin = ::GetTickCount64();
    HANDLE first = left;
    HANDLE second = right;
    for (;;) {
        const ULONGLONG passed = ::GetTickCount64() - begin;
        if (ms != INFINITE && passed > ms) return false;
        const DWORD left_over = ms == INFINITE ? INFINITE : ms - static_cast<DWORD>(passed);
        if (::WaitForSingleObject(first, left_over) == WAIT_TIMEOUT) return false;
        if (::WaitForSingleObject(second, 0) != WAIT_TIMEOUT) break;
        ::ReleaseMutex(first);
        const HANDLE taken = second;  // the next time he waits for that one
        second = first;
        first = taken;
    }
    eat(seat);
    ::ReleaseMutex(left);
    ::ReleaseMutex(right);
    return true;
}
