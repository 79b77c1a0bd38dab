// MISTAKE: releases on every way out, also after a time-out.
// Caught by: Test5 as released-not-owned
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
    const DWORD answer = ::WaitForSingleObject(mutex, ms);
    Carried how = Carried::failed;
    if (answer == WAIT_TIMEOUT) how = Carried::timed_out;
    if (answer == WAIT_OBJECT_0 || answer == WAIT_ABANDONED) {
        how = answer == WAIT_ABANDONED ? Carried::inherited : Carried::done;
        if (answer == WAIT_ABANDONED) stock.shop = kAll - stock.store;
        stock.store -= count;
        stock.shop += count;
    }
    ::ReleaseMutex(mutex);
    return how;
}
