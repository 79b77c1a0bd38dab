// Lab cards: what is read, and what is said about what cannot be read.
#include "common/runner/labs/card.hpp"

#include "common/runner/problem.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

const std::string kCard =
    "id: L01\n"
    "title: The loop variable\n"
    "title.zh: 循环变量\n"
    "topics: T09 M01\n"
    "minutes: 20\n"
    "verdict: G\n"
    "diagnosis: shared-loop-variable\n"
    "hint1: Whose variable\n"
    "  does a worker read?\n"
    "hint1.zh: 哪个\n"
    "  变量\n";

std::string complaint_about(const std::string& text) {
    try {
        (void)parse_card(text, "lab.txt");
    } catch (const Problem& problem) {
        return problem.what();
    }
    return "no complaint";
}

TEST(LabCard, IsReadWithItsContinuationLines) {
    const Card card = parse_card(kCard, "lab.txt");
    EXPECT_EQ(card.id, "L01");
    EXPECT_EQ(card.title_zh, "循环变量");
    EXPECT_EQ(card.topics, (std::vector<std::string>{"T09", "M01"}));
    EXPECT_EQ(card.minutes, 20);
    EXPECT_EQ(card.diagnosis, "shared-loop-variable");
    EXPECT_EQ(card.hints[0], "Whose variable does a worker read?");
    EXPECT_EQ(card.hints[1], "");
}

TEST(LabCard, JoinsChineseLinesWithoutASpace) {
    EXPECT_EQ(parse_card(kCard, "lab.txt").hints_zh[0], "哪个变量");
}

TEST(LabCard, ToleratesWindowsLineEndsAndAByteOrderMark) {
    std::string windows = "\xEF\xBB\xBF";
    for (const char c : kCard) windows += c == '\n' ? "\r\n" : std::string(1, c);
    EXPECT_EQ(parse_card(windows, "lab.txt").minutes, 20);
}

TEST(LabCard, NamesTheLineOfAnUnknownKey) {
    EXPECT_EQ(complaint_about(kCard + "hint4: more\n"), "lab.txt:12: unknown key 'hint4'");
}

TEST(LabCard, NamesTheFirstPlaceOfAKeyThatIsThereTwice) {
    EXPECT_EQ(complaint_about(kCard + "id: L02\n"), "lab.txt:12: 'id' is there already, in line 1");
}

TEST(LabCard, NamesTheKeyThatIsMissing) {
    EXPECT_EQ(complaint_about("id: L01\n"), "lab.txt:1: the line 'title: ...' is missing");
    EXPECT_EQ(complaint_about(""), "lab.txt:1: the line 'id: ...' is missing");
}

TEST(LabCard, RefusesAValueThatCannotBe) {
    const auto with = [](std::string from, const std::string& to) {
        std::string text = kCard;
        return complaint_about(text.replace(text.find(from), from.size(), to));
    };
    EXPECT_EQ(with("id: L01", "id: 1"), "lab.txt:1: an id looks like L01");
    EXPECT_EQ(with("minutes: 20", "minutes: soon"),
              "lab.txt:5: 'minutes' is a number from 1 to 999");
    EXPECT_EQ(with("verdict: G", "verdict: X"),
              "lab.txt:6: 'verdict' is made of the letters E G L S P");
    EXPECT_EQ(with("shared-loop", "Shared Loop"),
              "lab.txt:7: a diagnosis is lower case letters, digits and '-'");
}

TEST(LabCard, MayBeOnTheFastTrack) {
    EXPECT_FALSE(parse_card(kCard, "lab.txt").fast);
    EXPECT_TRUE(parse_card(kCard + "track: fast\n", "lab.txt").fast);
    EXPECT_EQ(complaint_about(kCard + "track: slow\n"), "lab.txt:12: there is one track: 'fast'");
}

TEST(LabCard, MayHaveABreakStage) {
    EXPECT_EQ(parse_card(kCard, "lab.txt").break_test, "");
    std::string text = kCard;
    text.replace(text.find("verdict: G"), 10, "verdict: E");
    const Card card = parse_card(text + "break: Test2_TwoPush ABBA\n", "lab.txt");
    EXPECT_EQ(card.break_test, "Test2_TwoPush");
    EXPECT_EQ(card.break_letters, "ABBA");
    const std::string form = "lab.txt:12: 'break' looks like Test2_TwoThreadsPush ABBA";
    for (const char* line :
         {"break:", "break: Test2_TwoPush", "break: ABBA", "break: Two ABBA",
          "break: Test2_TwoPush A1", "break: Test2_TwoPush ab", "break: Test2_TwoPush A B"})
        EXPECT_EQ(complaint_about(text + line + '\n'), form) << line;
    EXPECT_EQ(complaint_about(kCard + "break: Test2_TwoPush ABBA\n"),
              "lab.txt:12: only a lab with the verdict E has a break stage");
}

TEST(LabCard, RefusesALineThatBelongsToNothing) {
    EXPECT_EQ(complaint_about("  text\n"), "lab.txt:1: this line continues nothing");
    EXPECT_EQ(complaint_about("title\n"), "lab.txt:1: expected 'key: value'");
    EXPECT_EQ(complaint_about("id: \xFF\n"), "lab.txt:1: this is not UTF-8 text");
}

}  // namespace
}  // namespace runner
