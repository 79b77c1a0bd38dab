// summary.hpp - adds a CTest run up: `N passed, N failed, N skipped`.
//
// A CTest test that left a result file counts by its cases, any other counts one. A file counts
// only if its test ran: what lies there from yesterday proves nothing today.
#pragma once

#include "common/runner/results/build_log.hpp"
#include "common/runner/results/junit.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace runner {

struct Summary {
    struct Failure {
        std::string name;
        std::string output;  ///< what the test program printed, or why there is nothing
    };
    struct Skip {
        std::string name;
        std::string reason;
    };
    int passed = 0;
    std::vector<Failure> failures;  ///< one per failed case
    std::vector<Skip> skips;

    std::string last_line() const;
};

/// `result_file` answers the text of a test's result file, empty if it left none. A program in
/// `log` that did not build counts as one failure.
Summary summarize(const std::vector<CTestResult>& tests, const BuildLog& log,
                  const std::function<std::optional<std::string>(const std::string&)>& result_file);

}  // namespace runner
