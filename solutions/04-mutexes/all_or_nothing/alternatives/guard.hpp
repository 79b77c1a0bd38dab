// ALTERNATIVE: what was got is put back by a destructor, on every way out.
#pragma once

#include "common/win32/wait.hpp"

/// Given by the judge. The philosopher has both forks while this runs; it takes as long as it
/// takes.
void eat(int seat);

/// Puts two mutexes back that this thread owns.
struct BothForks {
    HANDLE left;
    HANDLE right;
    ~BothForks() {
        ::ReleaseMutex(right);
        ::ReleaseMutex(left);
    }
};

/// Takes both forks, eats once, puts both back: true. If the two cannot be had at one moment within
/// `ms` milliseconds (INFINITE: he waits as long as it takes), he does not eat: false. As long as
/// he cannot have both he has neither, not for a moment. He leaves with the forks as he came: with
/// none. If his wait fails (one fork for both hands), he does not eat: false, or an exception. A
/// fork whose owner has died is a fork: a meal cannot be left half done. Called by several threads
/// at once, for different seats.
inline bool dine(int seat, HANDLE left, HANDLE right, DWORD ms) {
    const HANDLE both[] = {left, right};
    switch (w32::wait_all(both, ms == INFINITE ? w32::forever : std::chrono::milliseconds{ms})) {
        case w32::Waited::signaled:
        case w32::Waited::abandoned: break;
        default: return false;
    }
    const BothForks forks{left, right};
    eat(seat);
    return true;
}
