// unseen_test.cpp - a body that the explorer cannot take the turn from is a finding, with its
// place.
#include "common/testing/child.hpp"
#include "common/testing/verdict.hpp"

#include <gtest/gtest.h>

#include <fstream>

using namespace std::chrono_literals;

namespace {

// Where the line with this text is.
std::string place_of(const std::string& marked) {
    std::ifstream in(WB_SUBJECT_SOURCE);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.find(marked) != line.npos) return "unseen_subject.cpp:" + std::to_string(number);
    }
    return "?";
}

struct Ended {
    DWORD exit_code;
    std::string output;
    bool says(const std::string& text) const { return output.find(text) != output.npos; }
};

Ended run(const std::wstring& test) {
    // Ours is the result file that was asked for.
    (void)::SetEnvironmentVariableW(L"WORKBOOK_RESULT_FILE", nullptr);
    const std::wstring me = w32::this_program();
    const std::wstring program =
        me.substr(0, me.find_last_of(L"\\/") + 1) + L"common_explore_unseen_subject.exe";
    auto child = workbook::run_child(w32::quote(program) + L" --gtest_filter=Unseen." + test, 60s);
    std::string text;
    for (const char c : child.output) {  // sentences are broken into lines
        const bool blank = c == '\n' || c == '\r' || c == ' ';
        if (!blank || text.empty() || text.back() != ' ') text += blank ? ' ' : c;
    }
    return {child.exit_code, text};
}

#define EXPECT_SAYS(ended, text) EXPECT_TRUE((ended).says(text)) << (text) << "\n" << (ended).output

TEST(UnseenStep, OfALoopIsNamedWithItsPlace) {
    const Ended ended = run(L"SpinsInALoop");
    EXPECT_EQ(ended.exit_code, DWORD{workbook::kFailed});
    EXPECT_SAYS(ended,
                "[spins-unseen] the spinner spins without a step that the explorer sees, at " +
                    place_of("// spins here") + ": for 0.5 seconds");
    EXPECT_SAYS(ended, "VERDICT spins-unseen in Unseen.SpinsInALoop");
    EXPECT_SAYS(ended, "replay: ");
    EXPECT_SAYS(ended, "for (;;) { // spins here");
}

TEST(UnseenStep, OfALoopAroundALibrarysFunctionIsALoop) {
    const Ended ended = run(L"SpinsAroundACall");
    EXPECT_EQ(ended.exit_code, DWORD{workbook::kFailed});
    EXPECT_SAYS(ended, "[spins-unseen] main spins without a step that the explorer sees, at " +
                           place_of("// calls here"));
}

TEST(UnseenStep, OfAWaitIsNamedWithItsPlace) {
    const Ended ended = run(L"WaitsThroughAPointer");
    EXPECT_EQ(ended.exit_code, DWORD{workbook::kFailed});
    EXPECT_SAYS(ended,
                "[foreign-call] the waiter waits in a call that the explorer does not know, "
                "made at " +
                    place_of("// waits here") + ": for 0.5 seconds");
    EXPECT_SAYS(ended, "VERDICT foreign-call in Unseen.WaitsThroughAPointer");
}

TEST(UnseenStep, IsToldAsJsonToo) {
    const Ended ended = run(L"IsToldAsJson");
    EXPECT_EQ(ended.exit_code, DWORD{workbook::kFailed});
    EXPECT_SAYS(ended, "{\"outcome\":\"spins-unseen\",\"diagnosis\":\"spins-unseen\"");
    EXPECT_SAYS(ended, "\"what\":\"spins\"");
}

TEST(UnseenStep, IsNoFindingWhileOthersAreTaken) {
    const Ended ended = run(L"IsSlowButGetsOn:Unseen.ReplayIsNotWatched");
    EXPECT_EQ(ended.exit_code, DWORD{workbook::kPassed}) << ended.output;
}

}  // namespace
