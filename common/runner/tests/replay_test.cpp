// Replaying: the fake program has a finding, and answers a schedule in each way that is possible.
#include "common/runner/labs/replay.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/tests/fake_lab.hpp"

namespace runner {
namespace {

using namespace std::chrono_literals;
using How = Judged::How;

class ReplayedLab : public FakeLab {
protected:
    Replay replay(const std::string& schedule, w32::Timeout limit = 60s) const {
        return replay_lab(lab("explored"), bin_, {}, schedule, "", limit);
    }
    void left_by_the_check(const std::string& text) const {
        scratch_.file("out/results/lab_98_explored.check.txt", text);
    }
    // What is said instead of a schedule.
    std::string complaint(ExitCode code) const {
        try {
            return "no complaint, but " + last_finding(lab("explored"), bin_).schedule;
        } catch (const Problem& problem) {
            EXPECT_EQ(problem.code(), code);
            return std::string(problem.what()).substr(0, std::string(problem.what()).find(';'));
        }
    }
};

TEST_F(ReplayedLab, HasTheScheduleOfItsLastCheck) {
    install("explored");
    (void)judge("explored");
    const LastFinding found = last_finding(lab("explored"), bin_);
    EXPECT_EQ(found.schedule, "7f3c-A3BA2B");
    EXPECT_EQ(found.diagnosis, "lost-node");
    EXPECT_EQ(found.test, "Lab.Test2");
    (void)replay("7f3c-AB");  // another one in between replaces nothing
    EXPECT_EQ(last_finding(lab("explored"), bin_).schedule, "7f3c-A3BA2B");
}

TEST_F(ReplayedLab, HasNothingToReplayUntilACheckHasFailed) {
    EXPECT_EQ(complaint(kUsage), "nothing to replay: `wb check L98` comes first");
    left_by_the_check("workbook-result 1\ntest\tLab.Test2\tpassed\t\t\nverdict\tpassed\t\n");
    EXPECT_EQ(complaint(kUsage), "nothing to replay: L98 passed its last check");
}

TEST_F(ReplayedLab, HasNothingToReplayAfterACheckWithoutASchedule) {
    const std::string head = "workbook-result 1\n";
    const std::string none = "nothing to replay: the last check of L98 ended without a schedule";
    left_by_the_check(head + "verdict\thangs\tLab.Test2\n");
    EXPECT_EQ(complaint(kUsage), none);
    left_by_the_check(head +
                      "test\tLab.Test2\tfailed\tx\t[x] y\\n\\nreplay: ?\nverdict\tx\tLab.Test2\n");
    EXPECT_EQ(complaint(kUsage), none);
}

TEST_F(ReplayedLab, SaysWhatIsWrongWithTheResultFile) {
    const std::string unfinished =
        "nothing to replay: the last check of L98 did not get to its end";
    left_by_the_check("");
    EXPECT_EQ(complaint(kUsage), unfinished);
    left_by_the_check("workbook-result 1\ntest\tLab.Test2\tfai");
    EXPECT_EQ(complaint(kUsage), unfinished);
    left_by_the_check("\x01\x02 garbage\n");
    EXPECT_NE(complaint(kEnvironment).find("makes no sense from line 1 on"), std::string::npos);
}

TEST_F(ReplayedLab, RepeatsItsFinding) {
    install("explored");
    const Replay again = replay("7f3c-A3BA2B");
    EXPECT_EQ(again.repeated, Repeated::yes);
    EXPECT_EQ(again.judged.diagnosis, "lost-node");
    EXPECT_EQ(again.judged.lanes.size(), 2u);
    ASSERT_EQ(again.judged.cases.size(), 1u);  // of the others there is nothing to tell
    EXPECT_EQ(again.judged.cases[0].name, "Lab.Test2");
}

TEST_F(ReplayedLab, ThatHasChangedDoesNotFitItsSchedule) {
    install("explored");
    const Replay again = replay("7f3c-AB");
    EXPECT_EQ(again.repeated, Repeated::no);
    EXPECT_EQ(again.judged.sentence, "it does not fit");
}

TEST_F(ReplayedLab, ThatIsRepairedIsJudgedByTheTestThatFollows) {
    install("explored");
    const Replay again = replay("7f3c-A");
    EXPECT_EQ(again.repeated, Repeated::no_finding);
    EXPECT_TRUE(again.judged.passed());
}

TEST_F(ReplayedLab, RefusesAScheduleThatNoTestFollows) {
    install("explored");
    try {
        (void)replay("0000-AB");
        FAIL() << "it was taken";
    } catch (const Problem& problem) {
        EXPECT_EQ(problem.code(), kUsage);
        EXPECT_EQ(std::string(problem.what()).rfind("no test of L98 has the schedule 0000-AB", 0),
                  0u);
    }
}

TEST_F(ReplayedLab, ThatLeavesNoResultHasNoVerdict) {
    install("explored");
    const Replay again = replay("7f3c-B");
    EXPECT_EQ(again.repeated, Repeated::unknown);
    EXPECT_EQ(again.judged.how, How::no_verdict);
}

TEST_F(ReplayedLab, ThatNeverEndsIsStopped) {
    install("explored");
    EXPECT_EQ(replay("7f3c-C", 200ms).judged.how, How::never_returned);
}

TEST_F(ReplayedLab, ThatDidNotCompileOrIsMissingIsNotRun) {
    EXPECT_EQ(replay("7f3c-A").judged.how, How::not_built);
    install("explored");
    BuildLog log;
    log.failures.push_back({"lab_98_explored", {"x.hpp:1: error: no"}});
    EXPECT_EQ(replay_lab(lab("explored"), bin_, log, "7f3c-A").judged.how, How::does_not_compile);
}

}  // namespace
}  // namespace runner
