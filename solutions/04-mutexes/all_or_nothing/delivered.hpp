// LAB L17 - All or nothing                                          about 25 minutes
//
// Goal    A philosopher who cannot have both forks has none, and leaves at the end of his patience.
//         As it stands, he puts forks back that he never had, and keeps one from others meanwhile.
//
// Given   eat(), below: it belongs to the judge, and so do the forks. They are mutexes because
//         other programs take them as well, one or both, in an order of their own.
// To do   the places marked TODO. The contract of dine() stays as it is.
// Rules   any Win32 call; no Sleep. Not std::mutex: the judge cannot look into it.
//
// Judged  wb check L17   (Visual Studio: Test Explorer, ch04.lab.all_or_nothing). The judge takes
//         forks away, lets an owner die, and seats neighbours, in every order that their steps can
//         come in; wb replay L17 runs the first one that fails again, on real threads.
// Stuck?  wb hint L17, then notes/04-mutexes.md#how-does-one-take-several-at-once
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
    // TODO 1: he never holds one fork while he waits for the other one.
    const bool has_both = ::WaitForSingleObject(left, ms) == WAIT_OBJECT_0 &&
                          ::WaitForSingleObject(right, ms) == WAIT_OBJECT_0;
    if (has_both) eat(seat);
    // TODO 2: what he has got he puts back, once; what he has not got he leaves alone.
    ::ReleaseMutex(right);
    ::ReleaseMutex(left);
    return has_both;
}
