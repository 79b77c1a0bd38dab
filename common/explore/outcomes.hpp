// outcomes.hpp - what executions led to, for the comparison of real threads with the explorer.
//
// If the environment variable WORKBOOK_OUTCOMES names a file, each EXPLORE_TEST of the program adds
// its outcomes to it, one per line:
//     Suite.Test: 2, 1          what the body has told by explore::outcome()
//     Suite.Test: <ends>        how the body has ended: ends, hangs, crashes
//     Suite.Test: <undefined: use-after-free>   explored only: there anything may follow
//     Suite.Test: <bounded>                     explored only: there are more schedules
// cmake/checks/outcomes.cmake runs both programs of one judge and compares their files, for each
// candidate of each explored lab.
//
// What a judge has to do: call explore::outcome() at the end of each EXPLORE_TEST, before the first
// check that may return, with the result that depends on the order of steps - "2, 1" for a list,
// "timed out" for a wait. The same result must be the same text in both programs: no addresses,
// thread ids, times or handles. A hang, a crash and the end are noticed without it.
#pragma once

#include "common/explore/explore.hpp"

namespace explore {

/// Is WORKBOOK_OUTCOMES set?
WB_EXPLORE_API bool outcomes_wanted();

/// The options of a search for outcomes: real threads have store buffers, go on after a misuse as
/// Windows answers it, and leave what they leak.
WB_EXPLORE_API Options for_outcomes(const Options& options);

/// Adds what a search for outcomes has seen to the file.
WB_EXPLORE_API void write_outcomes(const Report& report, const std::string& test);

/// An outcome of which nothing is known but that it cannot be compared, and why.
WB_EXPLORE_API void write_undefined(const std::string& test, const char* why);

/// Runs the body once, on real threads, and adds its outcomes to the file if one is wanted.
WB_EXPLORE_API void run_native(void (*body)(), const char* test);

/// From now on outcome() adds to this set; nullptr: to none.
void collect_outcomes(std::set<std::string>* outcomes);

}  // namespace explore
