// junit.hpp - reads what `ctest --output-junit` writes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// One CTest test.
struct CTestResult {
    /// not_run: its program is missing, or it was disabled. CTest calls that skipped; a test that
    /// did not run proves nothing, so here it is an outcome of its own.
    enum class Outcome { passed, failed, skipped, not_run };
    std::string name;
    Outcome outcome = Outcome::passed;
    std::string output;
};

/// Empty if `text` is not a whole report: ctest was ended, or the disk is full.
std::optional<std::vector<CTestResult>> parse_junit(std::string_view text);

}  // namespace runner
