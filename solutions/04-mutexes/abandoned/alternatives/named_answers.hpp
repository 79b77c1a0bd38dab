// ALTERNATIVE: with w32::wait, whose answers have names and whose failures are exceptions.
#pragma once

#include "common/win32/wait.hpp"

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

/// The caller owns the mutex.
inline void make_whole(Stock& stock) { stock.shop = kAll - stock.store; }

/// The caller owns the mutex, and has it no longer afterwards.
inline void move_and_release(HANDLE mutex, Stock& stock, LONG count) {
    stock.store -= count;
    stock.shop += count;
    ::ReleaseMutex(mutex);
}

/// Waits at most `ms` milliseconds for the mutex, carries `count` from the store to the shop, and
/// gives the mutex back. All who do so take from the store first, then add to the shop. Who dies in
/// between has taken something that is in neither: that belongs into the shop, before anything
/// else. When it returns, the mutex is not the caller's.
inline Carried carry(HANDLE mutex, Stock& stock, LONG count, DWORD ms) {
    try {
        switch (w32::wait(mutex, ms == INFINITE ? w32::forever : std::chrono::milliseconds{ms})) {
            case w32::Waited::signaled: move_and_release(mutex, stock, count); return Carried::done;
            case w32::Waited::abandoned:
                make_whole(stock);
                move_and_release(mutex, stock, count);
                return Carried::inherited;
            default: return Carried::timed_out;
        }
    } catch (const w32::Error&) {
        return Carried::failed;
    }
}
