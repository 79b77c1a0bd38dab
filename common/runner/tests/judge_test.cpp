// Judging real programs: each fake one misbehaves in its own way.
#include "common/runner/labs/judge.hpp"

#include "common/runner/tests/fake_lab.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

using namespace std::chrono_literals;
using How = Judged::How;

TEST_F(FakeLab, ThatPassesIsPassed) {
    install("passes");
    EXPECT_EQ(judge("passes").how, How::passed);
}

TEST_F(FakeLab, IsNotJudgedByAPartOfItsTests) {
    install("passes");
    ::SetEnvironmentVariableW(L"GTEST_FILTER", L"Easy.*");
    EXPECT_EQ(judge("passes").how, How::passed);
}

TEST_F(FakeLab, IsNotJudgedByOneScheduleAlone) {
    install("explored");
    ::SetEnvironmentVariableW(L"WORKBOOK_SCHEDULE", L"7f3c-A");
    EXPECT_EQ(judge("explored").diagnosis, "lost-node");
}

TEST_F(FakeLab, ThatIsExploredShowsLanesAndASchedule) {
    install("explored");
    const Judged judged = judge("explored");
    EXPECT_EQ(judged.sentence, "one is lost");
    EXPECT_EQ(judged.lanes, (std::vector<std::string>{"      main", "   1  ▸ reads…"}));
    EXPECT_EQ(judged.schedule, "7f3c-A3BA2B");
}

TEST_F(FakeLab, ThatIsMissingIsNotBuilt) { EXPECT_EQ(judge("passes").how, How::not_built); }

TEST_F(FakeLab, ThatDidNotCompileIsNotJudgedByYesterdaysProgram) {
    install("passes");
    BuildLog log;
    log.failures.push_back({"lab_98_passes", {"x.hpp:1: error: no"}});
    const Judged judged = judge("passes", log);
    EXPECT_EQ(judged.how, How::does_not_compile);
    EXPECT_EQ(judged.details.size(), 1u);
}

TEST_F(FakeLab, IsNotJudgedByYesterdaysResultFile) {
    install("passes");
    ASSERT_EQ(judge("passes").how, How::passed);
    install("silent");
    fs::rename(bin_ / "lab_98_silent.exe", bin_ / "lab_98_says_nothing.exe");
    scratch_.file("out/results/lab_98_says_nothing.check.txt",
                  "workbook-result 1\ntest\tLab.Test1\tpassed\t\t\nverdict\tpassed\t\n");
    EXPECT_EQ(judge("says_nothing").how, How::no_verdict);
}

TEST_F(FakeLab, ThatWritesGarbageHasNoVerdict) {
    install("corrupt");
    EXPECT_EQ(judge("corrupt").how, How::no_verdict);
}

TEST_F(FakeLab, ThatIsEndedInTheMiddleCrashed) {
    install("crashes");
    EXPECT_EQ(judge("crashes").how, How::crashed);
}

TEST_F(FakeLab, ThatCallsWhatWineLacksDidNotCrashByItself) {
    const w32::ChildEnd end{.ended = true, .exit_code = 4};
    const std::string result = "workbook-result 1\nverdict\tcrashes\tLab.Test1\n";
    const Judged missing =
        read_verdict(end, result, "[  CRASHES ] Lab.Test1 - exception 0x80000100 at 0x7b.\n");
    EXPECT_EQ(missing.how, How::crashed);
    EXPECT_NE(missing.sentence.find("this Wine does not have"), std::string::npos);
    const Judged crashed =
        read_verdict(end, result, "[  CRASHES ] Lab.Test1 - exception 0xc0000005 at 0x7b.\n");
    EXPECT_EQ(crashed.sentence, "the program crashed in this test");
}

TEST_F(FakeLab, ThatNeverEndsIsStopped) {
    install("never_ends");
    EXPECT_EQ(judge("never_ends", {}, 200ms).how, How::never_returned);
}

TEST_F(FakeLab, ThatLeavesAChildBehindIsNotWaitedFor) {
    install("never_ends");
    install("leaves_a_child");
    EXPECT_EQ(judge("leaves_a_child").how, How::passed);
}

}  // namespace
}  // namespace runner
