// MISTAKE: looks for the time-out alone; a wait that has failed passes for a success.
// Caught by: Test6 as failed-wait-ignored
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
    const HANDLE both[] = {left, right};
    // Takes both at one moment, or none yet: there is no time in between.
    const DWORD answer = ::WaitForMultipleObjects(2, both, TRUE, ms);
    if (answer == WAIT_TIMEOUT) return false;
    eat(seat);
    ::ReleaseMutex(right);
    ::ReleaseMutex(left);
    return true;
}
