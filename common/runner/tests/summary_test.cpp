// The end of `wb test`: what counts, and what does not.
#include "common/runner/results/summary.hpp"

#include <gtest/gtest.h>

#include <map>

namespace runner {
namespace {

using Outcome = CTestResult::Outcome;
using Files = std::map<std::string, std::string>;

const char kReport[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<testsuite name=\"(empty)\" tests=\"4\" skipped=\"2\">\n"
    "\t<testcase name=\"a\" classname=\"a\" time=\"0.01\" status=\"run\">\n"
    "\t\t<system-out>1 &lt; 2 &amp;&amp; 3\n</system-out>\n\t</testcase>\n"
    "\t<testcase name=\"b\" classname=\"b\" time=\"0.01\" status=\"fail\">\n"
    "\t\t<failure message=\"\"/>\n\t\t<system-out>bad</system-out>\n\t</testcase>\n"
    "\t<testcase name=\"c\" classname=\"c\" time=\"0.01\" status=\"notrun\">\n"
    "\t\t<skipped message=\"SKIP_REGULAR_EXPRESSION_MATCHED\"/>\n"
    "\t\t<system-out>IN PROGRESS: VERDICT  lost\n</system-out>\n\t</testcase>\n"
    "\t<testcase name=\"d\" classname=\"d\" time=\"0\" status=\"notrun\">\n"
    "\t\t<skipped message=\"Unable to find executable\"/>\n"
    "\t\t<system-out>Unable to find executable: d</system-out>\n\t</testcase>\n"
    "</testsuite>\n";

Summary sum_up(const std::vector<CTestResult>& tests, const Files& files = {},
               const BuildLog& log = {}) {
    return summarize(tests, log, [&](const std::string& name) -> std::optional<std::string> {
        const auto at = files.find(name);
        if (at == files.end()) return std::nullopt;
        return at->second;
    });
}

TEST(JUnit, IsReadWithItsEntities) {
    const auto tests = parse_junit(kReport);
    ASSERT_TRUE(tests);
    ASSERT_EQ(tests->size(), 4u);
    EXPECT_EQ((*tests)[0].outcome, Outcome::passed);
    EXPECT_EQ((*tests)[0].output, "1 < 2 && 3\n");
    EXPECT_EQ((*tests)[1].outcome, Outcome::failed);
    EXPECT_EQ((*tests)[2].outcome, Outcome::skipped);
}

TEST(JUnit, DoesNotTakeAMissingProgramForASkippedTest) {
    EXPECT_EQ(parse_junit(kReport)->at(3).outcome, Outcome::not_run);
}

TEST(JUnit, IsNotUnderstoodWhenItIsCutOff) {
    EXPECT_FALSE(parse_junit(std::string_view(kReport).substr(0, 300)));
    EXPECT_FALSE(parse_junit(""));
}

TEST(TestSummary, CountsATestWithoutAResultFileAsOne) {
    const Summary sum = sum_up(*parse_junit(kReport));
    EXPECT_EQ(sum.last_line(), "1 passed, 2 failed, 1 skipped");
    EXPECT_EQ(sum.skips[0].reason, "a lab in progress: VERDICT  lost");
}

TEST(TestSummary, SaysWhyAScriptWasSkipped) {
    const Summary sum = sum_up({{"s", Outcome::skipped, "SKIPPED: there is no tmux\n"}});
    ASSERT_EQ(sum.skips.size(), 1u);
    EXPECT_EQ(sum.skips[0].reason, "there is no tmux");
}

TEST(TestSummary, SaysWhyOutcomesAreNotDecided) {
    const Summary sum =
        sum_up({{"o", Outcome::skipped, "NOT DECIDED: real threads showed more\n  T.A: x\n"}});
    ASSERT_EQ(sum.skips.size(), 1u);
    EXPECT_EQ(sum.skips[0].reason, "not decided: real threads showed more");
}

TEST(TestSummary, CountsTheCasesOfAResultFile) {
    const Summary sum = sum_up({{"a", Outcome::passed, ""}},
                               {{"a",
                                 "workbook-result 1\n"
                                 "test\tA.One\tpassed\t\t\n"
                                 "test\tA.Two\tpassed\t\t\n"
                                 "test\tA.Three\tskipped\t\t\\nWine has no such thing\n"
                                 "verdict\tpassed\t\n"}});
    EXPECT_EQ(sum.last_line(), "2 passed, 0 failed, 1 skipped");
    EXPECT_EQ(sum.skips[0].reason, "Wine has no such thing");
}

TEST(TestSummary, AddsAFailureThatNoCaseTellsOf) {
    const std::string cut = "workbook-result 1\ntest\tA.One\tpassed\t\t\n";
    EXPECT_EQ(sum_up({{"a", Outcome::failed, "time-out"}}, {{"a", cut}}).last_line(),
              "1 passed, 1 failed, 0 skipped");
    EXPECT_EQ(sum_up({{"a", Outcome::failed, "hangs"}}, {{"a", cut + "verdict\thangs\tA.Two\n"}})
                  .last_line(),
              "1 passed, 1 failed, 0 skipped");
}

TEST(TestSummary, DoesNotCountTheResultFileOfATestThatDidNotRun) {
    const Files stale{{"a", "workbook-result 1\ntest\tA.One\tpassed\t\t\nverdict\tpassed\t\n"}};
    EXPECT_EQ(sum_up({{"a", Outcome::not_run, ""}}, stale).last_line(),
              "0 passed, 1 failed, 0 skipped");
    EXPECT_EQ(sum_up({}, stale).last_line(), "0 passed, 0 failed, 0 skipped");
}

TEST(TestSummary, TakesCTestsWordWhenTheResultFileIsBroken) {
    EXPECT_EQ(sum_up({{"a", Outcome::passed, ""}}, {{"a", "garbage\n"}}).last_line(),
              "1 passed, 0 failed, 0 skipped");
}

TEST(TestSummary, CountsAProgramThatDoesNotBuildAsAFailure) {
    BuildLog log;
    log.failures.push_back({"lab_01_x", {"x.hpp:1:1: error: no"}});
    const Summary sum = sum_up({}, {}, log);
    EXPECT_EQ(sum.last_line(), "0 passed, 1 failed, 0 skipped");
    EXPECT_EQ(sum.failures[0].name, "lab_01_x (does not build)");
}

}  // namespace
}  // namespace runner
