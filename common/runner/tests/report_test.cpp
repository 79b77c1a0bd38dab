// report_test.cpp - claims are found in tests, and what `wb test` left is found for them.
#include "common/runner/report/forms.hpp"
#include "common/runner/report/note_claims.hpp"
#include "common/runner/tests/scratch.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

constexpr char kSource[] = R"cpp(
    // TEST(Not, ATest) in a comment counts; that does no harm.
    TEST(Memory, IsShared) { WB_CLAIM("N01-01", "All threads share \"it\"."); }
    TEST_F(Stack, IsReserved) {
        WB_CLAIM("N01-02",
                 "A stack is reserved, "
                 "not committed.");
        WB_SKIP_UNDER_WINE("the whole stack is committed");
    }
    EXPLORE_TEST(Order, IsNotGiven) { WB_CLAIM("N01-03", "No order."); }
)cpp";

TEST(Claims, HaveTheirTestAndTheirSentence) {
    const auto claims = claims_in(kSource);
    ASSERT_EQ(claims.size(), 3u);
    EXPECT_EQ(claims[0].test, "Memory.IsShared");
    EXPECT_EQ(claims[0].sentence, "All threads share \"it\".");
    EXPECT_EQ(claims[0].mark, "same");
    EXPECT_EQ(claims[1].test, "Stack.IsReserved");
    EXPECT_EQ(claims[1].sentence, "A stack is reserved, not committed.");
    EXPECT_EQ(claims[1].mark, "differs-in-wine");
    EXPECT_EQ(claims[2].test, "Order.IsNotGiven");
    EXPECT_EQ(claims[2].mark, "same");
}

TEST(Claims, OfHalfASourceAreNoCrash) {
    const std::string source = kSource;
    for (std::size_t length = 0; length < source.size(); ++length)
        (void)claims_in(std::string_view(source).substr(0, length));
}

TEST(ClaimsInANote, AreWhatStandsBeforeTheirIds) {
    const auto claims = claims_in_note(
        "# 信号量\n\n* **它** 数的是单位，\n  不是线程。`N05-02` `Count.IsOf` 另一句。`N05-03`\n"
        "  `Count.IsTogether`\n\n| 一行 | `N05-4` |\n> 引文 `N05-05`，`N05-06`\nx `N5-07` "
        "`NO5-08`\n");
    const std::map<std::string, std::string> wanted = {{"N05-02", "**它** 数的是单位，不是线程。"},
                                                       {"N05-03", "另一句。"},
                                                       {"N05-4", "一行"},
                                                       {"N05-05", "引文"}};
    EXPECT_EQ(claims, wanted);
}

TEST(ClaimsInANote, OfHalfANoteAreNoCrash) {
    const std::string note = "* 一 `N05-02` `Count.IsOf`\n| 二 `N05-03` `A.B` 三 `N05-04`";
    for (std::size_t length = 0; length <= note.size(); ++length)
        (void)claims_in_note(std::string_view(note).substr(0, length));
}

/// A workbook with one lab and two claims, of which a test run has left its results.
class Report : public testing::Test {
protected:
    Report() {
        scratch.file("chapters/01-threads/memory_test.cpp", kSource);
        scratch.file("labs/01-threads/one/lab.txt",
                     "id: L01\ntitle: One\ntopics: T09\nminutes: 20\nverdict: G\ndiagnosis: wrong\n"
                     "hint1: a\nhint2: b\nhint3: c\n");
        scratch.file("labs/01-threads/one/one.hpp", "int one;\n");
        scratch.file("out/x/results/ch01.claims.txt",
                     "workbook-result 1\ntest\tMemory.IsShared\tpassed\t\t\n"
                     "test\tStack.IsReserved\tskipped\t\tdiffers in Wine: committed\n"
                     "verdict\tpassed\t\n");
    }
    Session session() {
        return {scratch.root(),
                scratch.root() / L"out" / L"x" / L"bin",
                Screen(true),
                load_catalog(scratch.root()),
                {},
                false};
    }
    Scratch scratch;
};

TEST_F(Report, TellsTheResultOfEachClaim) {
    const Session open = session();
    const Overview overview = look_at_everything(open);
    ASSERT_EQ(overview.chapters.size(), 1u);
    const auto& claims = overview.chapters[0].claims;
    ASSERT_EQ(claims.size(), 3u);
    EXPECT_EQ(name_of(claims[0].result), "passed");
    EXPECT_EQ(name_of(claims[1].result), "skipped");
    EXPECT_EQ(claims[1].reason, "differs in Wine: committed");
    EXPECT_EQ(name_of(claims[2].result), "not run");
    EXPECT_FALSE(overview.tests);
}

TEST_F(Report, TellsTheStateOfEachLab) {
    Session open = session();
    const auto state = [&] { return look_at_everything(open).chapters[0].labs[0]; };
    EXPECT_EQ(name_of(state().state), "not yet");
    scratch.file("out/x/results/lab_01_one.check.txt",
                 "workbook-result 1\nverdict\twrong\tLab.Test1\n");
    EXPECT_EQ(name_of(state().state), "not passed");
    EXPECT_EQ(state().detail, "wrong");
    open.progress.set_passed("L01", "2026-11-30");
    EXPECT_EQ(name_of(state().state), "passed");
    EXPECT_EQ(state().detail, "2026-11-30");
    EXPECT_EQ(look_at_everything(open).labs_passed(), 1u);
}

TEST_F(Report, WritesJsonAndJUnitThatCanBeRead) {
    const Session open = session();
    const Overview overview = look_at_everything(open);
    const Json json = Json::parse(overview_json(overview, open).write());
    EXPECT_EQ(json["workbook_report"].number(), 1);
    EXPECT_TRUE(json["tests"].is_null());
    EXPECT_EQ(json["chapters"].items()[0]["claims"].items()[1]["mark"].text(), "differs-in-wine");
    EXPECT_EQ(json["chapters"].items()[0]["labs"].items()[0]["state"].text(), "not yet");
    const std::string junit = overview_junit(overview);
    EXPECT_NE(junit.find("<testcase classname=\"01-threads\" name=\"L01 one\"><skipped"),
              junit.npos);
}

}  // namespace
}  // namespace runner
