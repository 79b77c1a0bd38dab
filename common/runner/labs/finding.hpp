// finding.hpp - takes a failed test's message apart: a sentence for a person, and what an explored
// lab adds to it (common/explore/report/text.cpp writes that).
//
//     [lost-node] pushed: 1, 2; reachable: 2. Two threads ...      a paragraph
//
//           main             pushes 1           pushes 2           lanes
//        1  ...
//
//     replay: 7f3c-A3BA2B                                          the schedule
#pragma once

#include "common/runner/labs/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct Finding {
    std::string sentence;            ///< without "[diagnosis] "
    std::vector<std::string> lanes;  ///< a drawing: not to be wrapped
    std::string schedule;            ///< "" in a message that has no last line "replay: ..."
};

Finding finding_of(const CaseResult& one);

/// Could this be a schedule? Says nothing about which test's.
bool looks_like_schedule(std::string_view word);

}  // namespace runner
