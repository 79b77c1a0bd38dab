// watchdog_test.cpp - a program that hangs or crashes answers: which test, who waits, where.
#include "common/testing/watchdog.hpp"

#include "common/testing/verdict.hpp"
#include "subject.hpp"

#include <gtest/gtest.h>

namespace {

using testing::AssertionFailure;
using testing::AssertionResult;
using testing::AssertionSuccess;

AssertionResult says(const subject::Outcome& outcome, const std::string& text) {
    if (outcome.output.find(text) != std::string::npos) return AssertionSuccess();
    return AssertionFailure() << "\"" << text << "\" is missing in:\n" << outcome.output;
}

TEST(Watchdog, NamesTheTestAndWhatItWaitsFor) {
    const auto outcome = subject::run(L"Subject.HangsOnAnEvent", nullptr, L"200");
    EXPECT_EQ(outcome.exit_code, DWORD{workbook::kHangs});
    EXPECT_TRUE(says(outcome, "Subject.HangsOnAnEvent - still running after 200 ms"));
    EXPECT_TRUE(says(outcome, "test (thread "));
    EXPECT_TRUE(says(outcome, " waits for object 0x"));
    EXPECT_TRUE(says(outcome, " at subject_main.cpp:"));
    EXPECT_TRUE(says(outcome, "\nVERDICT  hangs in Subject.HangsOnAnEvent\n"));
}

TEST(Watchdog, NamesEachThreadAndTheLocksHolder) {
    const auto outcome = subject::run(L"Subject.HangsOnALock", nullptr, L"200");
    EXPECT_EQ(outcome.exit_code, DWORD{workbook::kHangs});
    EXPECT_TRUE(says(outcome, "the owner (thread "));
    EXPECT_TRUE(says(outcome, "waits for critical section 0x"));
    const auto id = outcome.output.find("the owner (thread ") + 18;
    const std::string owner = outcome.output.substr(id, outcome.output.find(')', id) - id);
    EXPECT_TRUE(says(outcome, ", held by thread " + owner + "\n"));
}

TEST(Watchdog, SaysThatNobodyWaitsInALoop) {
    const auto outcome = subject::run(L"Subject.HangsInALoop", nullptr, L"200");
    EXPECT_EQ(outcome.exit_code, DWORD{workbook::kHangs});
    EXPECT_TRUE(says(outcome, "No thread waits in a call that the workbook knows"));
    EXPECT_TRUE(says(outcome, "wait of another library (std::atomic, std::condition_variable)"));
}

TEST(Watchdog, LeavesATestAloneThatEnds) {
    const auto outcome = subject::run(L"Subject.Passes");
    EXPECT_EQ(outcome.exit_code, DWORD{workbook::kPassed});
    EXPECT_TRUE(says(outcome, "\nVERDICT  passed\n"));
}

TEST(Watchdog, IgnoresALimitThatIsNoNumber) {
    EXPECT_EQ(subject::run(L"Subject.Passes", nullptr, L"soon").exit_code, 0u);
    EXPECT_EQ(subject::run(L"Subject.Passes", nullptr, L"1111111111111111111").exit_code, 0u);
}

TEST(Crash, NamesTheTestAndTheException) {
    const auto outcome = subject::run(L"Subject.ReadsThroughNullOnAThread");
    EXPECT_EQ(outcome.exit_code, DWORD{workbook::kCrashes});
    EXPECT_TRUE(says(outcome, "exception 0xc0000005 at "));
    EXPECT_TRUE(says(outcome, "\nVERDICT  crashes in Subject.ReadsThroughNullOnAThread\n"));
}

TEST(Crash, OnTheTestsOwnThreadIsTheVerdictToo) {
    // With MSVC GoogleTest catches it (exit code 1), elsewhere our filter does (exit code 4).
    const auto outcome = subject::run(L"Subject.ReadsThroughNull");
    EXPECT_NE(outcome.exit_code, DWORD{workbook::kPassed});
    EXPECT_TRUE(says(outcome, "\nVERDICT  crashes in Subject.ReadsThroughNull\n"));
}

TEST(Crash, IsAStackThatRunsOver) {
    const auto outcome = subject::run(L"Subject.NeverStopsCalling", nullptr, L"60000");
    EXPECT_EQ(outcome.exit_code, DWORD{workbook::kCrashes});
    EXPECT_TRUE(says(outcome, "\nVERDICT  crashes in Subject.NeverStopsCalling\n"));
}

TEST(Crash, IsATestWhoseThreadEnds) {
    const auto outcome = subject::run(L"Subject.EndsItsThread", nullptr, L"60000");
    EXPECT_EQ(outcome.exit_code, DWORD{workbook::kCrashes});
    EXPECT_TRUE(says(outcome, "its thread has ended before it: by ExitThread"));
    EXPECT_TRUE(says(outcome, "\nVERDICT  crashes in Subject.EndsItsThread\n"));
}

TEST(Crash, SaysWhatTheTestHasNotedForIt) {
    const auto noted = subject::run(L"Subject.ReadsThroughNullWithANote");
    EXPECT_TRUE(says(noted, "\n             Was that a handle?\n"));
    EXPECT_TRUE(says(noted, "\nVERDICT  crashes in Subject.ReadsThroughNullWithANote\n"));
    const auto taken_back = subject::run(L"Subject.ReadsThroughNullAfterANote");
    EXPECT_FALSE(says(taken_back, "Was that a handle?"));
    EXPECT_TRUE(says(taken_back, "\nVERDICT  crashes in Subject.ReadsThroughNullAfterANote\n"));
}

TEST(Crash, AbortIsOne) {
    const auto outcome = subject::run(L"Subject.Aborts");
    EXPECT_EQ(outcome.exit_code, DWORD{workbook::kCrashes});
    EXPECT_TRUE(says(outcome, "abort() was called"));
    EXPECT_TRUE(says(outcome, "\nVERDICT  crashes in Subject.Aborts\n"));
}

TEST(Crash, ExceptionThatLeavesAThreadIsOne) {
    const auto outcome = subject::run(L"Subject.ThrowsOnAThread");
    EXPECT_EQ(outcome.exit_code, DWORD{workbook::kCrashes});
    EXPECT_TRUE(says(outcome, "\nVERDICT  crashes in Subject.ThrowsOnAThread\n"));
}

}  // namespace
