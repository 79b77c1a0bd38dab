// replay_last.hpp - what a lab does under a debugger: it repeats the schedule that fails.
//
// WORKBOOK_REPLAY=last in the environment (Visual Studio's start-up list sets it) makes an explored
// program follow, on real threads, the schedule that its last `wb check` has failed with. Where
// there is none, or it does not fit the code any more, every schedule is tried, and the one that
// fails is followed then. Instead of `last` the variable may hold the path of a result file.
#pragma once

#include <string>

namespace explore {

/// What a result file (common/testing/verdict.hpp) says about a schedule.
struct LastFinding {
    std::string test;      ///< "Suite.Test"
    std::string schedule;  ///< "" if there is none
    std::string why_none;  ///< then: a sentence without its full stop
};
LastFinding finding_in(const std::string& result_file);

/// WORKBOOK_REPLAY is set.
bool replay_wanted();
/// It is, and the schedule belongs to another test.
bool replay_is_of_another_test(const std::string& test);
/// The schedule of the last check if it belongs to this test, else "". The first call reads the
/// file, and says in one line if there is nothing to replay.
std::string schedule_to_repeat(const std::string& test);
/// The schedule did not fit the code. Says so; from now on there is none.
void forget_last_schedule();

/// While it lives, a failed check does not stop in the debugger: a search makes many of them.
class NoBreaks {
public:
    NoBreaks();
    ~NoBreaks();
    NoBreaks(const NoBreaks&) = delete;
    NoBreaks& operator=(const NoBreaks&) = delete;

private:
    bool before_;
};

}  // namespace explore
