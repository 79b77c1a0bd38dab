// What a judge says, in Chinese: which sentence is chosen, and how it looks.
#include "common/runner/labs/verdicts.hpp"

#include "common/runner/commands/show_judged.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/tests/scratch.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

using How = Judged::How;

std::string complaint_about(const std::string& text) {
    try {
        (void)parse_verdicts(text, "verdicts.zh.txt");
    } catch (const Problem& problem) {
        return problem.what();
    }
    return "no complaint";
}

Judged not_passed(const std::string& diagnosis) {
    Judged judged;
    judged.how = How::not_passed;
    judged.diagnosis = diagnosis;
    judged.test = "Lab.Test2_NoneIsLost";
    judged.sentence = "pushed: 1, 2; reachable: 2.";
    return judged;
}

std::string shown(const Judged& judged, Language language) {
    ::SetEnvironmentVariableW(L"WB_COLOR", L"0");
    testing::internal::CaptureStdout();
    show_reason(Screen(true), judged, language);
    return testing::internal::GetCapturedStdout();
}

TEST(ChineseVerdicts, AreReadWithTheirContinuationLines) {
    const Verdicts verdicts = parse_verdicts("lost-node: 结点\n  没有了。\ncrash: 崩溃。\n", "x");
    EXPECT_EQ(verdicts, (Verdicts{{"crash", "崩溃。"}, {"lost-node", "结点没有了。"}}));
    EXPECT_TRUE(parse_verdicts("", "x").empty());
}

TEST(ChineseVerdicts, SayWhereTheyMakeNoSense) {
    EXPECT_EQ(complaint_about("crash: 崩溃。\nLost node: x\n"),
              "verdicts.zh.txt:2: unknown key 'Lost node'");
    EXPECT_EQ(complaint_about("crash: 崩溃。\ncrash: x\n"),
              "verdicts.zh.txt:2: 'crash' is there already, in line 1");
    EXPECT_EQ(complaint_about("crash:\n"), "verdicts.zh.txt:1: 'crash' has no sentence");
    EXPECT_EQ(complaint_about("crash: \xB1\xC0\n"), "verdicts.zh.txt:1: this is not UTF-8 text");
}

TEST(ChineseVerdicts, OfTheLabComeBeforeTheCommonOnes) {
    const Verdicts own{{"lost-node", "自己的"}, {"deadlock", "自己的"}};
    const Verdicts common{{"deadlock", "共同的"}, {"livelock", "共同的"}};
    EXPECT_EQ(verdict_in_chinese(not_passed("lost-node"), own, common), "自己的");
    EXPECT_EQ(verdict_in_chinese(not_passed("deadlock"), own, common), "自己的");
    EXPECT_EQ(verdict_in_chinese(not_passed("livelock"), own, common), "共同的");
    EXPECT_EQ(verdict_in_chinese(not_passed("unheard-of"), own, common), "");
}

TEST(ChineseVerdicts, AreThereForEveryEnd) {
    const auto key = [](How how, const char* diagnosis = "") {
        Judged judged;
        judged.how = how;
        judged.diagnosis = diagnosis;
        return judged.key();
    };
    EXPECT_EQ(key(How::passed), "");
    EXPECT_EQ(key(How::not_passed), "failed");
    EXPECT_EQ(key(How::not_passed, "lost-node"), "lost-node");
    EXPECT_EQ(key(How::does_not_compile), "does-not-compile");
    EXPECT_EQ(key(How::not_built), "not-built");
    EXPECT_EQ(key(How::hangs), "hangs");
    EXPECT_EQ(key(How::never_returned), "never-returned");
    EXPECT_EQ(key(How::crashed), "crashes");
    EXPECT_EQ(key(How::crashed, "missing-in-wine"), "missing-in-wine");
    EXPECT_EQ(key(How::no_verdict), "no-verdict");
}

TEST(ChineseVerdicts, ComeFromTheWorkbooksFiles) {
    const Scratch scratch;
    Lab lab;
    lab.starter = scratch.file("labs/01-threads/x/x.hpp", "");
    scratch.file("common/runner/words/verdicts.zh.txt", "deadlock: 共同的\n");
    Judged judged = not_passed("deadlock");
    add_chinese(judged, lab, scratch.root());
    EXPECT_EQ(judged.chinese, "共同的");
    scratch.file("labs/01-threads/x/verdicts.zh.txt", "deadlock: 自己的\n");
    add_chinese(judged, lab, scratch.root());
    EXPECT_EQ(judged.chinese, "自己的");
}

TEST(ChineseVerdicts, ThatCannotBeReadDoNotHideTheVerdict) {
    const Scratch scratch;
    Lab lab;
    lab.starter = scratch.file("labs/01-threads/x/x.hpp", "");
    scratch.file("labs/01-threads/x/verdicts.zh.txt", "garbage\n");
    Judged judged = not_passed("deadlock");
    testing::internal::CaptureStderr();
    add_chinese(judged, lab, scratch.root());
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "wb: labs/01-threads/x/verdicts.zh.txt:1: expected 'key: value'.\n");
    EXPECT_EQ(judged.chinese, "");
}

TEST(ChineseVerdicts, StandAboveTheEnglishSentenceWithItsValues) {
    Judged judged = not_passed("lost-node");
    judged.chinese = "结点没有了。";
    EXPECT_EQ(shown(judged, Language::chinese),
              "未通过：lost-node，见 Test2_NoneIsLost\n"
              "  结点没有了。\n"
              "  原文：pushed: 1, 2; reachable: 2.\n\n");
}

TEST(ChineseVerdicts, LeaveTheEnglishSentenceAloneIfThereIsNone) {
    EXPECT_EQ(shown(not_passed("lost-node"), Language::chinese),
              "未通过：lost-node，见 Test2_NoneIsLost\n"
              "  pushed: 1, 2; reachable: 2.\n\n");
    EXPECT_EQ(shown(not_passed("lost-node"), Language::english),
              "Not passed: lost-node, in Test2_NoneIsLost\n"
              "  pushed: 1, 2; reachable: 2.\n\n");
}

}  // namespace
}  // namespace runner
