// LAB L16 - Abandoned                                               about 20 minutes
//
// Goal    A process may die in the middle of a change, and the next one makes the stock whole and
//         goes on. As it stands, it takes the news for a failure, and then nobody gets the mutex.
//
// Given   Stock lies in memory that several processes share. The others are programs of their own,
//         which you cannot change. So Stock stays as it is.
// To do   the places marked TODO. The contract of carry() stays as it is.
// Rules   any Win32 call; no Sleep.
//
// Judged  wb check L16   (Visual Studio: Test Explorer, ch04.lab.abandoned). The judge starts
//         another process, which dies with the mutex: before, in the middle of and after a change.
// Stuck?  wb hint L16, then notes/04-mutexes.md#what-if-the-owner-dies
#pragma once

#include "common/win32/windows.hpp"

/// While nobody owns the mutex, store + shop == kAll.
struct Stock {
    LONG store;
    LONG shop;
};
constexpr LONG kAll = 100;

enum class Carried {
    done,
    inherited,  // done as well, and the last owner had died with the mutex
    timed_out,  // nothing was changed: the mutex has an owner, who lives
    failed,     // nothing was changed: the wait has failed
};

/// Waits at most `ms` milliseconds for the mutex, carries `count` from the store to the shop, and
/// gives the mutex back. All who do so take from the store first, then add to the shop. Who dies in
/// between has taken something that is in neither: that belongs into the shop, before anything
/// else. When it returns, the mutex is not the caller's.
inline Carried carry(HANDLE mutex, Stock& stock, LONG count, DWORD ms) {
    // TODO 1: each answer of the wait is told from the others; some of them mean that the mutex is
    //         ours.
    if (::WaitForSingleObject(mutex, ms) != WAIT_OBJECT_0) return Carried::failed;
    // TODO 2: here store + shop == kAll, whatever the last owner has left behind.
    stock.store -= count;
    stock.shop += count;
    ::ReleaseMutex(mutex);
    return Carried::done;
}
