// ledger_impl.hpp - the ledger's tables, shared by ledger.cpp and recorded_calls.cpp only.
#pragma once

#include "common/testing/ledger.hpp"
#include "common/testing/monitor.hpp"

#include <optional>

namespace workbook {

/// Puts GetLastError back: the ledger's own work must not show in the lab's.
class KeepLastError {
public:
    KeepLastError() noexcept : error_(::GetLastError()) {}
    ~KeepLastError() { ::SetLastError(error_); }
    KeepLastError(const KeepLastError&) = delete;
    KeepLastError& operator=(const KeepLastError&) = delete;

private:
    DWORD error_;
};

/// Everything here is guarded by monitor_lock().
struct Ledger::Impl {
    struct HeldLock {
        const void* address;
        std::string where;
        int depth;  // a critical section may be entered again by its owner
    };
    struct StartState {
        DWORD creator;
        bool released;           // may run, as far as hold_new_threads() is concerned
        bool suspended;          // created so, and not resumed yet
        bool begun = false;      // has come to run(); the lab's routine may still be held
        bool discarded = false;  // the ledger ends: do not run the routine any more
    };

    std::vector<Call> calls;
    std::vector<HandleRecord> handles;
    std::vector<ThreadRecord> threads;
    std::vector<StartState> starts;  // of the thread with the same index
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
    bool terminations_only_noted = false;
    bool new_threads_first = false;
    unsigned serial = 0;  // tells this ledger from a later one at the same address
    bool holding_new_threads = false;
    bool start_in_order = false;

    // The record of an open handle, or of the last closed one of that value.
    HandleRecord* find(HANDLE value);
    // Created suspended and never resumed: it will not finish, and keeps nobody waiting.
    bool never_ran(std::size_t index) const {
        return starts[index].suspended && !starts[index].begun;
    }
    // Lets the threads run that `creator` has created: it blocks or ends, they could come no later.
    void release_children_of(DWORD creator);
    // What a thread leaves behind, however it ended.
    void thread_ended(DWORD id);
};

/// The ledger that records now, or nullptr.
Ledger::Impl* current_ledger() WB_REQUIRES(monitor_lock());

}  // namespace workbook
