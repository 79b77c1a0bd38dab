// ALTERNATIVE: a guard owns the mutex and remembers how it was got.
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

/// Waits for the mutex, and gives it back at the end if it was got.
struct Ownership {
    HANDLE mutex;
    DWORD how;
    Ownership(HANDLE wanted, DWORD ms) : mutex(wanted), how(::WaitForSingleObject(wanted, ms)) {}
    ~Ownership() {
        if (is_owner()) ::ReleaseMutex(mutex);
    }
    Ownership(const Ownership&) = delete;
    Ownership& operator=(const Ownership&) = delete;
    bool is_owner() const { return how == WAIT_OBJECT_0 || how == WAIT_ABANDONED; }
};

/// Waits at most `ms` milliseconds for the mutex, carries `count` from the store to the shop, and
/// gives the mutex back. All who do so take from the store first, then add to the shop. Who dies in
/// between has taken something that is in neither: that belongs into the shop, before anything
/// else. When it returns, the mutex is not the caller's.
inline Carried carry(HANDLE mutex, Stock& stock, LONG count, DWORD ms) {
    const Ownership ours(mutex, ms);
    if (ours.how == WAIT_TIMEOUT) return Carried::timed_out;
    if (!ours.is_owner()) return Carried::failed;
    if (ours.how == WAIT_ABANDONED) stock.shop += kAll - stock.store - stock.shop;
    stock.store -= count;
    stock.shop += count;
    return ours.how == WAIT_ABANDONED ? Carried::inherited : Carried::done;
}
