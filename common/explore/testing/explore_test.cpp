// explore_test.cpp - carries failures from the schedule into the finding, and from the finding into
// the test.
#include "common/explore/testing/explore_test.hpp"

#include "common/explore/testing/checks.hpp"

#include <gtest/gtest-spi.h>

namespace explore {
namespace {

// While it lives, a failed EXPECT of the body becomes a finding of the execution.
class Catcher : public testing::ScopedFakeTestPartResultReporter {
public:
    Catcher() : ScopedFakeTestPartResultReporter(INTERCEPT_ALL_THREADS, &unused_) {}
    void ReportTestPartResult(const testing::TestPartResult& result) override {
        if (result.failed())
            check_failed(result.message(), result.file_name(), result.line_number());
    }

private:
    testing::TestPartResultArray unused_;
};

Report explore_caught(void (*body)(), const Options& options) {
    const Catcher catcher;
    return explore(body, options);
}

}  // namespace

void run_test(void (*body)(), const Options& options, const char* file, int line) {
    const Report report = explore_caught(body, options);
    testing::Test::RecordProperty("executions", std::to_string(report.executions));
    if (!report.ok())
        ADD_FAILURE_AT(file, line) << "[" << report.diagnosis << "] " << report.text();
}

Report expect_failure(void (*body)(), Outcome outcome, const Options& options, const char* file,
                      int line) {
    Report report = explore_caught(body, options);
    if (report.outcome != outcome)
        ADD_FAILURE_AT(file, line)
            << "expected the finding " << name_of(outcome) << ", got " << name_of(report.outcome)
            << " after " << report.executions << " executions: " << report.text();
    return report;
}

}  // namespace explore
