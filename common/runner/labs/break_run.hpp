// break_run.hpp - runs the test of a lab's break stage under a schedule of letters.
//
//     const BreakRun run = run_letters(lab, bin, log, "ABBA");
//     if (run.end == BreakRun::End::breaks) ...
#pragma once

#include "common/runner/labs/judge.hpp"

#include <string>
#include <vector>

namespace runner {

struct BreakRun {
    enum class End {
        breaks,  ///< the test has failed under this schedule
        holds,
        unknown  ///< something else came in between: the code does not compile, the test is not
                 ///< there any more, it does not get to its end
    };
    End end = End::unknown;
    Judged judged;
    std::string letters;               ///< of each step; small ones were not asked for
    std::vector<std::string> threads;  ///< "A pushes 1", main ("M ...") among them
    std::vector<std::string> lanes;    ///< a drawing
    std::string unused;                ///< why letters were left over; "" if none were
};

/// How the lab's program is told its letters, and what its run means.
Settings break_settings(const Lab& lab, const std::string& letters);
BreakRun read_break(const LabRun& ended);

/// Without letters: the run in which nobody is interrupted.
BreakRun run_letters(const Lab& lab, const fs::path& bin, const BuildLog& log,
                     const std::string& letters, w32::Timeout limit = std::chrono::seconds{60});

/// The turns that break the lab as delivered do not break it as it is now.
bool is_repaired(const Lab& lab, const fs::path& bin, const BuildLog& log,
                 w32::Timeout limit = std::chrono::seconds{60});

}  // namespace runner
