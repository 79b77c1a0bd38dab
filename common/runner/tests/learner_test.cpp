// What a learner keeps and gets back: saved texts, attempts, explanations, and what he searches.
#include "common/runner/commands/search.hpp"
#include "common/runner/labs/explanation.hpp"
#include "common/runner/labs/progress.hpp"
#include "common/runner/labs/starters.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/tests/scratch.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

constexpr char kMoment[] = "2026-11-30_19-45-12";

class OneLab : public testing::Test {
protected:
    OneLab() {
        lab_.card.id = "L01";
        lab_.card.title = "The loop variable";
        lab_.card.title_zh = "\u5FAA\u73AF\u53D8\u91CF";
        lab_.card.topics = {"T09", "M01"};
        lab_.chapter = "01-threads";
        lab_.name = "loop";
        lab_.starter = scratch_.root() / "labs/01-threads/loop/loop.hpp";
        scratch_.file("labs/01-threads/loop/lab.txt", "its folder is always there");
        scratch_.file("solutions/01-threads/loop/delivered.hpp", "// TODO 1\n");
    }
    void write(const std::string& text) const {
        scratch_.file("labs/01-threads/loop/loop.hpp", text);
    }
    std::string text() const { return read_file(lab_.starter).value_or("none"); }
    fs::path restore() const { return restore_starter(scratch_.root(), lab_, kMoment); }

    Scratch scratch_;
    Lab lab_;
};

TEST_F(OneLab, IsSavedBeforeItIsReset) {
    write("mine\r\n");
    const fs::path saved = restore();
    EXPECT_EQ(saved, scratch_.root() / "saved" / "L01-loop" / (std::string(kMoment) + ".hpp"));
    EXPECT_EQ(read_file(saved), "mine\r\n");
    EXPECT_EQ(text(), "// TODO 1\n");
}

TEST_F(OneLab, IsSavedBesideAnEarlierTextOfTheSameSecond) {
    write("first");
    const fs::path first = restore();
    write("second");
    const fs::path second = restore();
    EXPECT_NE(first, second);
    EXPECT_EQ(read_file(first), "first");
    EXPECT_EQ(read_file(second), "second");
}

TEST_F(OneLab, StaysAsItWasDelivered) {
    write("// TODO 1\r\n");  // git has changed the line ends
    EXPECT_TRUE(is_delivered(scratch_.root(), lab_, text()));
    EXPECT_EQ(restore(), fs::path());
    EXPECT_EQ(text(), "// TODO 1\r\n");
    EXPECT_FALSE(fs::exists(scratch_.root() / "saved"));
}

TEST_F(OneLab, ComesBackWhenItIsGone) {
    EXPECT_EQ(restore(), fs::path());
    EXPECT_EQ(text(), "// TODO 1\n");
}

TEST_F(OneLab, IsLeftAloneWhereNobodyKnowsWhatWasDelivered) {
    write("mine");
    fs::remove(delivered_file(scratch_.root(), lab_));
    EXPECT_THROW((void)restore(), Problem);
    EXPECT_EQ(text(), "mine");
    EXPECT_FALSE(is_delivered(scratch_.root(), lab_, "mine"));
}

TEST_F(OneLab, IsLeftAloneWhenItsTextCannotBeSaved) {
    write("mine");
    scratch_.file("saved", "a file where the folder should be");
    EXPECT_THROW((void)restore(), Problem);
    EXPECT_EQ(text(), "mine");
}

TEST_F(OneLab, IsFoundByEachWordAboutIt) {
    for (const char* word : {"L01", "l01", "loop", "VARIABLE", "t09", "01-threads", "threads",
                             "\u5FAA\u73AF", "ch01", "ch1"})
        EXPECT_TRUE(matches(lab_, {word})) << word;
    EXPECT_TRUE(matches(lab_, {}));
    EXPECT_TRUE(matches(lab_, {"loop", "threads"}));
    for (const char* word : {"L02", "ch02", "ch10", "mutex"})
        EXPECT_FALSE(matches(lab_, {word})) << word;
    EXPECT_FALSE(matches(lab_, {"loop", "mutex"}));
    const Demo demo{"01-threads", "exit_code", "What does a thread leave?"};
    EXPECT_TRUE(matches(demo, {"leave"}));
    EXPECT_FALSE(matches(demo, {"ch02"}));
}

TEST(Attempts, AreCountedOncePerText) {
    Progress progress;
    EXPECT_EQ(progress.attempts("L01"), 0);
    EXPECT_TRUE(progress.count_attempt("L01", "a\n"));
    EXPECT_FALSE(progress.count_attempt("L01", "a\r\n"));
    EXPECT_TRUE(progress.count_attempt("L01", "b\n"));
    EXPECT_EQ(progress.attempts("L01"), 2);
    EXPECT_EQ(progress.attempts("L02"), 0);
    auto again = Progress::parse(progress.text());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->attempts("L01"), 2);
    EXPECT_FALSE(again->count_attempt("L01", "b\n"));
}

TEST(Attempts, StayWhenALabIsOpenAgain) {
    auto progress = Progress::parse(
        "L01 passed 2026-11-22\nL01 attempts 3 0123456789abcdef\nL02 passed 2026-11-22\n");
    ASSERT_TRUE(progress);
    progress->forget_passed("L01");
    progress->set_gave_up("L01", "2026-11-23");
    progress->set_gave_up("L01", "2026-11-24");
    EXPECT_EQ(progress->text(),
              "L01 attempts 3 0123456789abcdef\nL02 passed 2026-11-22\nL01 gave-up 2026-11-23\n");
}

TEST(Attempts, OfALineThatIsCutAreNotUnderstood) {
    for (const char* line :
         {"L01 attempts 3\n", "L01 attempts 3 0123\n", "L01 attempts 0 0123456789abcdef\n",
          "L01 attempts 1234567 0123456789abcdef\n", "L01 gave-up 2026-1\n"})
        EXPECT_FALSE(Progress::parse(line)) << line;
}

TEST(Discussion, IsTheLastCommentOfASolution) {
    const auto lines =
        discussion_in("int x;\n// DISCUSSION\n//\n// Why?  So.\n//       Yes.\n//\n// B\n");
    EXPECT_EQ(lines, (std::vector<std::string>{"Why?  So.", "      Yes.", "", "B"}));
    EXPECT_TRUE(discussion_in("int x;\n").empty());
    EXPECT_TRUE(discussion_in("").empty());
}

TEST(Alternative, IsOneSentenceOverSeveralLines) {
    EXPECT_EQ(alternative_in("// ALTERNATIVE: no lock -\n// at all.\n#pragma once\n"),
              "no lock - at all.");
    EXPECT_EQ(alternative_in("#pragma once\n"), "");
}

}  // namespace
}  // namespace runner
