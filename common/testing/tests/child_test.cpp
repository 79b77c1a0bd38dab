// child_test.cpp - run_child: ends, hangs, prints a lot, leaves children of its own.
#include "common/testing/child.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

using namespace std::chrono_literals;

namespace {

std::wstring child(const std::vector<std::wstring>& arguments) {
    const std::wstring us = w32::this_program();
    return w32::command_line(us.substr(0, us.find_last_of(L'\\') + 1) + L"testing_test_child.exe",
                             arguments);
}

}  // namespace

TEST(RunChild, GivesBackTheExitCodeAndBothOutputs) {
    const auto result = workbook::run_child(child({L"exit", L"42"}), 10s);
    EXPECT_TRUE(result.ended);
    EXPECT_EQ(result.exit_code, 42u);
    EXPECT_NE(result.output.find("out"), std::string::npos) << result.output;
    EXPECT_NE(result.output.find("err"), std::string::npos) << result.output;
}

TEST(RunChild, KillsAChildAtTheDeadlineAndSaysSo) {
    // The limit is long enough for the child to come up on a busy machine: the test then also sees
    // that what it had printed is kept. A verdict does not depend on it.
    const auto result = workbook::run_child(child({L"hang"}), 300ms);
    EXPECT_FALSE(result.ended);
    EXPECT_EQ(result.exit_code, w32::kKilled);
    EXPECT_NE(result.output.find("[killed: still running after 300 ms]"), std::string::npos);
}

TEST(RunChild, ReadsMoreThanAPipeHoldsWhileTheChildRuns) {
    const auto result = workbook::run_child(child({L"print", L"1000000"}), 10s);
    ASSERT_TRUE(result.ended) << "the child waits for somebody to read";
    EXPECT_EQ(std::count(result.output.begin(), result.output.end(), '\n'), 10'000);
}

TEST(RunChild, EndsWhatTheChildLeftBehind) {
    const auto result = workbook::run_child(child({L"leave-one-behind"}), 10s);
    ASSERT_TRUE(result.ended);
    EXPECT_EQ(result.exit_code, 7u);
    const DWORD id = static_cast<DWORD>(std::stoul(result.output));
    const w32::Handle grandchild(::OpenProcess(SYNCHRONIZE, FALSE, id));
    // No handle: it is gone altogether. A handle: it must be ended, or end at once.
    if (grandchild) {
        EXPECT_EQ(w32::wait(grandchild.get(), 10s), w32::Waited::signaled);
    }
}

TEST(RunChild, ThrowsWhenTheProgramDoesNotExist) {
    EXPECT_THROW((void)workbook::run_child(L"no_such_program.exe", 10s), w32::Error);
}
