// result.hpp - reads the file in which a test program writes how each test went (its format:
// common/testing/verdict.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// One TEST.
struct CaseResult {
    enum class Outcome { passed, skipped, failed };
    std::string name;  ///< "Suite.Test"
    Outcome outcome = Outcome::passed;
    std::string diagnosis;  ///< "" if the judge named none
    std::string message;
};

struct ResultFile {
    /// broken: not what a test program writes. cut_off: it ends before the verdict, because the
    /// program was ended from outside or the disk is full.
    enum class State { complete, cut_off, broken };
    State state = State::broken;
    std::vector<CaseResult> cases;
    std::string verdict;       ///< "passed", a diagnosis, "failed", "hangs" or "crashes"
    std::string test;          ///< the test that decided it
    std::size_t bad_line = 0;  ///< where a broken file stops making sense
};

ResultFile parse_result(std::string_view text);

}  // namespace runner
