// Taking messages apart: those of explored labs, and all others as they were.
#include "common/runner/labs/finding.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

Finding finding(const std::string& message, const std::string& diagnosis = "lost-node") {
    return finding_of({"Suite.Test", CaseResult::Outcome::failed, diagnosis, message});
}

const std::string kLanes = "      main    first\n   1  ▸ reads   ·   12  x = 1;\n    ✗  ends";

TEST(Finding, HasASentenceLanesAndASchedule) {
    const Finding found =
        finding("Failed\n[lost-node] one is lost\n\n" + kLanes + "\n\nreplay: 7f3c+12-A3B");
    EXPECT_EQ(found.sentence, "one is lost");
    ASSERT_EQ(found.lanes.size(), 3u);
    EXPECT_EQ(found.lanes[1], "   1  ▸ reads   ·   12  x = 1;");
    EXPECT_EQ(found.schedule, "7f3c+12-A3B");
}

TEST(Finding, JoinsOnlyWhatTheReportHasBroken) {
    const std::string line = "[lost-node] " + std::string(84, 'a');  // 96 columns
    const auto sentence = [&](const std::string& next) {
        return finding("Failed\n" + line + '\n' + next + "\n\n" + kLanes + "\n\nreplay: 7f3c-A")
            .sentence.substr(84);
    };
    EXPECT_EQ(sentence("would not have fitted"), " would not have fitted");
    EXPECT_EQ(sentence("fit it would"), "\nfit it would");
}

TEST(Finding, KeepsAnEmptyLineOfItsSentence) {
    const Finding found = finding("[lost-node] one\n\ntwo\n\n" + kLanes + "\n\nreplay: 7f3c-A");
    EXPECT_EQ(found.sentence, "one\n\ntwo");
    EXPECT_EQ(found.lanes.size(), 3u);
}

TEST(Finding, MayHaveNoLanes) {
    const Finding found = finding("Failed\n[lost-node] one is lost\n\nreplay: 7f3c-A");
    EXPECT_EQ(found.sentence, "one is lost");
    EXPECT_TRUE(found.lanes.empty());
    EXPECT_EQ(found.schedule, "7f3c-A");
}

TEST(Finding, OfOtherLabsIsASentenceAsItIs) {
    const std::string text = std::string(98, 'a') + "\nlong word\n\n  indented";
    const Finding found = finding("Failed\n[lost-node] " + text);
    EXPECT_EQ(found.sentence, text);
    EXPECT_TRUE(found.lanes.empty());
    EXPECT_EQ(found.schedule, "");
    EXPECT_EQ(finding("Expected: 1\n  actual: 2", "").sentence, "Expected: 1\n  actual: 2");
}

TEST(Finding, IsTheFirstWithADiagnosis) {
    EXPECT_EQ(finding("Failed\nplain\nFailed\n[lost-node] named\nFailed\nlast").sentence, "named");
    EXPECT_EQ(finding("", "").sentence, "");
}

TEST(Schedule, IsToldFromOtherWords) {
    for (const char* word : {"7f3c-", "7f3c-A3BA2B", "7f3c+1a2b.3c-AB", "0000-A"})
        EXPECT_TRUE(looks_like_schedule(word)) << word;
    for (const char* word : {"", "7f3c", "hello", "7f3-AB", "7F3C-AB", "7f3c AB", "7f3c-A B"})
        EXPECT_FALSE(looks_like_schedule(word)) << word;
    EXPECT_FALSE(looks_like_schedule("7f3c-" + std::string(40'000, 'A')));  // no variable holds it
}

}  // namespace
}  // namespace runner
