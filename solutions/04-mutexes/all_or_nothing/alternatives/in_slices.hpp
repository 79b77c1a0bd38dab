// ALTERNATIVE: waits in slices, for a caller who has something else to look after now and then.
#pragma once

#include "common/win32/windows.hpp"

/// Given by the judge. The philosopher has both forks while this runs; it takes as long as it
/// takes.
void eat(int seat);

constexpr DWORD kSlice = 100;

/// Takes both forks, eats once, puts both back: true. If the two cannot be had at one moment within
/// `ms` milliseconds (INFINITE: he waits as long as it takes), he does not eat: false. As long as
/// he cannot have both he has neither, not for a moment. He leaves with the forks as he came: with
/// none. If his wait fails (one fork for both hands), he does not eat: false, or an exception. A
/// fork whose owner has died is a fork: a meal cannot be left half done. Called by several threads
/// at once, for different seats.
inline bool dine(int seat, HANDLE left, HANDLE right, DWORD ms) {
    const HANDLE both[] = {left, right};
    const ULONGLONG begin = ::GetTickCount64();
    DWORD answer = WAIT_TIMEOUT;
    for (ULONGLONG passed = 0; answer == WAIT_TIMEOUT; passed = ::GetTickCount64() - begin) {
        if (ms != INFINITE && passed > ms) return false;
        const DWORD left_over = ms == INFINITE ? kSlice : ms - static_cast<DWORD>(passed);
        answer = ::WaitForMultipleObjects(2, both, TRUE, left_over < kSlice ? left_over : kSlice);
        // here the caller would show that it is alive
    }
    if (answer == WAIT_FAILED) return false;
    eat(seat);
    ::ReleaseMutex(left);
    ::ReleaseMutex(right);
    return true;
}
