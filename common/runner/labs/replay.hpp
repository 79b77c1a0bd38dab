// replay.hpp - runs one schedule of an explored lab again, on real threads.
//
//     const Replay replay = replay_lab(lab, bin, log, last_finding(lab, bin).schedule);
#pragma once

#include "common/runner/labs/judge.hpp"

#include <string>

namespace runner {

/// What the last `wb check` has found.
struct LastFinding {
    std::string schedule;
    std::string diagnosis;
    std::string test;  ///< "Suite.Test"
};

/// Reads it from the result file of the check. Throws Problem (usage) if there is nothing to
/// replay, (environment) if the file makes no sense.
LastFinding last_finding(const Lab& lab, const fs::path& bin);

enum class Repeated {
    yes,         ///< the schedule led to this finding, on real threads
    no_finding,  ///< the schedule was followed to its end and nothing went wrong
    no,          ///< the schedule does not fit the code
    unknown      ///< something else came in between: the code does not compile, the program hangs
};

struct Replay {
    Repeated repeated = Repeated::unknown;
    Judged judged;  ///< of the one test that has followed the schedule
};

/// `test` is the one that should follow the schedule; "" if that is not known. Throws Problem
/// (usage) if the schedule belongs to no test of the lab.
Replay replay_lab(const Lab& lab, const fs::path& bin, const BuildLog& log,
                  const std::string& schedule, const std::string& test = "",
                  w32::Timeout limit = std::chrono::seconds{60});

}  // namespace runner
