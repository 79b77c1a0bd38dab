// SOLUTION L16 - Abandoned
// (the task: labs/04-mutexes/abandoned/abandoned.hpp)
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
    // WAIT_OBJECT_0 or WAIT_ABANDONED: in both cases the mutex is ours from here on.
    const bool inherited = answer == WAIT_ABANDONED;
    // What the store has given is known; so is the sum. How far the dead owner came is not.
    if (inherited) stock.shop = kAll - stock.store;
    stock.store -= count;
    stock.shop += count;
    ::ReleaseMutex(mutex);
    return inherited ? Carried::inherited : Carried::done;
}

// DISCUSSION
//
// Four answers    WAIT_OBJECT_0 and WAIT_ABANDONED give the mutex, the other two do not.
//                 `!= WAIT_OBJECT_0` draws the line in the wrong place: who leaves after
//                 WAIT_ABANDONED leaves as the owner, and the next process waits for him.
// Why a warning?  The kernel knows that the owner has died. It does not know what the mutex is for.
//                 A critical section could not even say that much: it stays locked for ever.
// Told once       The wait that inherits takes the warning with it. From then on only this thread
//                 knows, so it repairs before it releases, and it tells its caller.
// How to repair?  Not by going on where the dead one stopped: nobody knows where that was. Repair
//                 from what holds whatever happened - here the sum, and that the store comes first.
//                 Repairing twice must be harmless: the one who repairs may die as well.
// Nothing to go by?  Then write the intention down before the change and wipe it out after it (a
//                 journal), or build the new state beside the old one and switch in one write.
// Is it whole?    The stock may look right although the owner has died: he had not begun, or was
//                 through. That is luck of the data; the wait tells it for certain.
// How do they die?  A thread that ends, in whatever way, abandons what it owns: return, ExitThread,
//                 TerminateThread, the end of the process. The mutex lives as long as a handle.
// When in doubt   end the program. Data that nobody can repair is better left alone than trusted.
// In the library  nothing: std::mutex has no death of the owner, and destroying a locked one is
//                 undefined. POSIX has it: a robust mutex answers EOWNERDEAD.
