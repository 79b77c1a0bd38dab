// recorded_locks.cpp - locks in user memory: who holds what, and who waits for it.
//
// Before a thread waits for a lock it says so: a judge can then tell "blocked by the lock, as it
// should be" from "has not come yet" without a clock.
#include "common/testing/gate.hpp"
#include "common/testing/ledger_impl.hpp"
#include "common/testing/recorded_calls.hpp"
#include "common/timeline/timeline.hpp"
#include "common/win32/wait_board.hpp"

#include <algorithm>

namespace {

using workbook::current_ledger;
using workbook::KeepLastError;
using workbook::Ledger;
using workbook::monitor_changed;
using workbook::monitor_lock;
using Where = const std::source_location&;

void note(const char* name, const void* lock, Where where) {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return;
    const DWORD me = ::GetCurrentThreadId();
    const int held = static_cast<int>(ledger->held[me].size());
    ledger->calls.push_back({name, me, lock, 0, 0, w32::describe(where), held});
}

void waits_for(const void* lock) {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return;
    ledger->waiting_for_lock[::GetCurrentThreadId()] = lock;
    ledger->release_children_of(::GetCurrentThreadId());
    monitor_changed();
}

// `kind` is a literal.
void acquired(const char* kind, const void* lock, Where where) {
    timeline::acquired({kind, lock}, where);
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return;
    const DWORD me = ::GetCurrentThreadId();
    ledger->waiting_for_lock.erase(me);
    auto& mine = ledger->held[me];
    const auto same = std::find_if(mine.begin(), mine.end(),
                                   [&](const auto& held) { return held.address == lock; });
    if (same != mine.end())
        ++same->depth;
    else
        mine.push_back({lock, w32::describe(where), 1});
    monitor_changed();
}

void releases(const void* lock) {
    timeline::released(lock);
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return;
    auto& mine = ledger->held[::GetCurrentThreadId()];
    const auto same = std::find_if(mine.begin(), mine.end(),
                                   [&](const auto& held) { return held.address == lock; });
    if (same != mine.end() && --same->depth == 0) mine.erase(same);
    monitor_changed();
}

}  // namespace

void wb_InitializeCriticalSection(LPCRITICAL_SECTION section, Where where) {
    note("InitializeCriticalSection", section, where);
    ::InitializeCriticalSection(section);
}

BOOL wb_InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spins,
                                              Where where) {
    note("InitializeCriticalSection", section, where);
    return ::InitializeCriticalSectionAndSpinCount(section, spins);
}

void wb_DeleteCriticalSection(LPCRITICAL_SECTION section, Where where) {
    note("DeleteCriticalSection", section, where);
    ::DeleteCriticalSection(section);
}

void wb_EnterCriticalSection(LPCRITICAL_SECTION section, Where where) {
    note("EnterCriticalSection", section, where);
    if (!::TryEnterCriticalSection(section)) {
        waits_for(section);
        const w32::OnWaitBoard board("critical section", section, where);
        const timeline::Wait wait({"critical section", section}, where);
        ::EnterCriticalSection(section);
    }
    acquired("critical section", section, where);
}

BOOL wb_TryEnterCriticalSection(LPCRITICAL_SECTION section, Where where) {
    note("TryEnterCriticalSection", section, where);
    const BOOL entered = ::TryEnterCriticalSection(section);
    if (entered) acquired("critical section", section, where);
    return entered;
}

void wb_LeaveCriticalSection(LPCRITICAL_SECTION section, Where where) {
    note("LeaveCriticalSection", section, where);
    releases(section);
    ::LeaveCriticalSection(section);
    workbook::pass_point(workbook::kAfterUnlock);
}

void wb_AcquireSRWLockExclusive(PSRWLOCK lock, Where where) {
    note("AcquireSRWLockExclusive", lock, where);
    if (!::TryAcquireSRWLockExclusive(lock)) {
        waits_for(lock);
        const w32::OnWaitBoard board("SRW lock", lock, where);
        const timeline::Wait wait({"SRW lock", lock}, where);
        ::AcquireSRWLockExclusive(lock);
    }
    acquired("SRW lock", lock, where);
}

void wb_AcquireSRWLockShared(PSRWLOCK lock, Where where) {
    note("AcquireSRWLockShared", lock, where);
    if (!::TryAcquireSRWLockShared(lock)) {
        waits_for(lock);
        const w32::OnWaitBoard board("SRW lock (shared)", lock, where);
        const timeline::Wait wait({"SRW lock", lock}, where);
        ::AcquireSRWLockShared(lock);
    }
    acquired("SRW lock", lock, where);
}

BOOLEAN wb_TryAcquireSRWLockExclusive(PSRWLOCK lock, Where where) {
    note("TryAcquireSRWLockExclusive", lock, where);
    const BOOLEAN got = ::TryAcquireSRWLockExclusive(lock);
    if (got) acquired("SRW lock", lock, where);
    return got;
}

BOOLEAN wb_TryAcquireSRWLockShared(PSRWLOCK lock, Where where) {
    note("TryAcquireSRWLockShared", lock, where);
    const BOOLEAN got = ::TryAcquireSRWLockShared(lock);
    if (got) acquired("SRW lock", lock, where);
    return got;
}

void wb_ReleaseSRWLockExclusive(PSRWLOCK lock, Where where) {
    note("ReleaseSRWLockExclusive", lock, where);
    releases(lock);
    ::ReleaseSRWLockExclusive(lock);
    workbook::pass_point(workbook::kAfterUnlock);
}

void wb_ReleaseSRWLockShared(PSRWLOCK lock, Where where) {
    note("ReleaseSRWLockShared", lock, where);
    releases(lock);
    ::ReleaseSRWLockShared(lock);
    workbook::pass_point(workbook::kAfterUnlock);
}
