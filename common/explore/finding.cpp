// finding.cpp - the names of the findings.
#include "common/explore/finding.hpp"

namespace explore {

const char* name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::passed: return "passed";
        case Outcome::assertion: return "assertion";
        case Outcome::data_race: return "data-race";
        case Outcome::deadlock: return "deadlock";
        case Outcome::lost_wake_up: return "lost-wake-up";
        case Outcome::never_signaled: return "never-signaled";
        case Outcome::livelock: return "livelock";
        case Outcome::abandoned_mutex: return "abandoned-mutex";
        case Outcome::orphaned_lock: return "orphaned-lock";
        case Outcome::not_owner: return "not-owner";
        case Outcome::bad_lock: return "bad-lock";
        case Outcome::bad_handle: return "bad-handle";
        case Outcome::handle_leak: return "handle-leak";
        case Outcome::semaphore_overflow: return "semaphore-overflow";
        case Outcome::pending_request: return "pending-request";
        case Outcome::use_after_free: return "use-after-free";
        case Outcome::crash: return "crash";
        case Outcome::exception: return "exception";
        case Outcome::process_exit: return "process-exit";
        case Outcome::out_of_memory: return "out-of-memory";
        case Outcome::foreign_call: return "foreign-call";
        case Outcome::spins_unseen: return "spins-unseen";
        case Outcome::too_many_threads: return "too-many-threads";
        case Outcome::not_deterministic: return "not-deterministic";
        case Outcome::bad_schedule: return "bad-schedule";
    }
    return "?";
}

}  // namespace explore
