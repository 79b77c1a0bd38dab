// finding.hpp - what the explorer may find wrong with a program.
#pragma once

#include "common/explore/api.hpp"

#include <string>

namespace explore {

enum class Outcome {
    passed,
    assertion,           // a check of the test failed
    data_race,           // two accesses to one variable, nothing orders them
    deadlock,            // threads wait for each other in a circle, or one for itself
    lost_wake_up,        // a thread waits for a signal that came when nobody waited
    never_signaled,      // a thread waits for something that nobody will do any more
    livelock,            // everybody runs, nobody gets anywhere
    abandoned_mutex,     // its owner has ended
    orphaned_lock,       // a critical section or SRW lock whose owner has ended
    not_owner,           // released by a thread that does not own it
    bad_lock,            // not initialized, deleted, or deleted while in use
    bad_handle,          // closed, never opened, or of the wrong kind
    handle_leak,         // open at the end
    semaphore_overflow,  // released above its maximum
    pending_request,     // the OVERLAPPED or buffer of a request used while it is pending
    use_after_free,      // memory used after it was freed, or freed twice
    crash,               // access violation, stack overflow, ...
    exception,           // left a thread function
    process_exit,        // the program ended itself
    out_of_memory,       // allocates without end
    foreign_call,        // something that the explorer has no model of
    spins_unseen,        // runs for ever, or for very long, without a step
    too_many_threads,
    not_deterministic,  // the same schedule, another run
    bad_schedule,       // a replay string that does not fit this program
};

/// Lower case with dashes: "data-race".
WB_EXPLORE_API const char* name_of(Outcome outcome);

}  // namespace explore
