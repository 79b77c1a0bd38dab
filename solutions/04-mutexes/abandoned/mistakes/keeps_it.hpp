// MISTAKE: repairs and carries, and forgets on that way that the mutex is to be given back.
// Caught by: Test2 as never-released
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
    if (answer == WAIT_TIMEOUT) return Carried::timed_out;
    if (answer == WAIT_FAILED) return Carried::failed;
    if (answer == WAIT_ABANDONED) {
        stock.store -= count;
        stock.shop = kAll - stock.store;
        return Carried::inherited;
    }
    stock.store -= count;
    stock.shop += count;
    ::ReleaseMutex(mutex);
    return Carried::done;
}
