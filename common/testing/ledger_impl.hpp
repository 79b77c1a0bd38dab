// ledger_impl.hpp - the ledger's tables, shared by ledger.cpp and recorded_calls.cpp only.
#pragma once

#include "common/testing/ledger.hpp"
#include "common/testing/monitor.hpp"

#include <optional>

namespace workbook {

/// Everything here is guarded by monitor_lock().
struct Ledger::Impl {
    struct HeldLock {
        const void* address;
        std::string where;
        int depth;  // a critical section may be entered again by its owner
    };

    std::vector<Call> calls;
    std::vector<HandleRecord> handles;
    std::vector<ThreadRecord> threads;
    std::vector<std::string> closed_twice;
    std::vector<std::string> used_after_close;
    std::vector<std::string> locks_left_held;
    std::map<DWORD, std::vector<HeldLock>> held;    // by thread id
    std::map<DWORD, const void*> waiting_for_lock;  // by thread id
    std::map<DWORD, int> in_wait;                   // recorded waits in progress, by thread id
    std::map<HANDLE, int> short_waits;              // by object: those that time_is_skipped ended
    std::map<HANDLE, int> asked_after_end;          // GetExitCodeThread, by thread
    std::vector<std::string> endless_polls;
    int polls = 0;
    bool stops_endless_polls = false;
    bool time_is_skipped = false;
    bool holding_new_threads = false;
    bool start_in_order = false;
    bool new_threads_first = false;

    // The record of an open handle, or of the last closed one of that value.
    HandleRecord* find(HANDLE value);
};

/// The ledger that records now, or nullptr. Read it with the monitor's lock held.
Ledger::Impl* current_ledger();

}  // namespace workbook
