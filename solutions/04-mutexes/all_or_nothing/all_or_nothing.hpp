// SOLUTION L17 - All or nothing
// (the task: labs/04-mutexes/all_or_nothing/all_or_nothing.hpp)
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
    // 0 to 1, and 128 to 129 if one of them was abandoned: in both cases the two are ours.
    const bool has_both =
        answer < WAIT_OBJECT_0 + 2 || (answer >= WAIT_ABANDONED_0 && answer < WAIT_ABANDONED_0 + 2);
    if (!has_both) return false;  // WAIT_TIMEOUT, WAIT_FAILED: nothing was taken
    eat(seat);
    ::ReleaseMutex(right);
    ::ReleaseMutex(left);
    return true;
}

// DISCUSSION
//
// Why one wait?   Holding one and waiting for the other is one of the four things that make
//                 a deadlock (lab L11). A wait for all removes it: while one object is missing,
//                 none is taken, and whoever can use the free one may have it.
// Why no order?   An order would break the circle as well - among those who keep it. These forks
//                 belong to others too, and somebody with one fork in his hand still keeps it from
//                 all who need only that one.
// The limit       belongs to both together. Two waits with a limit each may take twice as long, and
//                 a limit on the second one does not undo the first.
// Who owns?       The thread whose wait has succeeded, and nobody else. ReleaseMutex by another one
//                 fails with ERROR_NOT_OWNER, 288, and changes nothing: here the loud half of the
//                 fault. The quiet half is a mutex that is not released and should be.
// Once each       A second wait by the owner succeeds at once and counts: the mutex is free
//                 after as many releases.
// Abandoned       WAIT_ABANDONED_0 to WAIT_ABANDONED_0 + 1 is success. Whether the data behind the
//                 mutex is whole is another question (lab L16); a fork is a fork.
// Which number?   With bWaitAll the answer is documented as a range, not as WAIT_OBJECT_0. Ask for
//                 the range.
// Is it fair?     No. While one of the two is always taken, a wait for all waits: others may starve
//                 it for ever, and nobody sees a deadlock. That is the price; a limit makes it
//                 visible.
// In the library  std::scoped_lock tries: it holds one for a moment and lets go if the other one is
//                 taken. Nothing in it waits with a limit, and nothing crosses processes.
