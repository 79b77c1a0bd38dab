// verify.hpp - what a test run proves about each lab of the workbook itself: its judge lets all
// that is right pass and turns down all that is wrong, and there is enough of both.
#pragma once

#include "common/runner/labs/catalog.hpp"
#include "common/runner/results/junit.hpp"

#include <string>
#include <vector>

namespace runner {

struct Proof {
    const Lab* lab = nullptr;
    std::size_t right = 0;                  ///< solution and alternatives that passed
    std::size_t caught = 0;                 ///< mistakes that their own diagnosis caught
    std::vector<std::string> lacking = {};  ///< "mistake sleep_in_loop: failed", "no alternative"
};

/// `root` holds the solutions, `tests` is what CTest has run. Natively a test program is several of
/// CTest's tests: all of them must pass.
Proof prove(const Lab& lab, const fs::path& root, const std::vector<CTestResult>& tests);

/// The regular expression of the names of all tests of one lab, or of a chapter's labs and claims.
std::string tests_of(const Lab& lab);
std::string tests_of(const Chapter& chapter);

}  // namespace runner
