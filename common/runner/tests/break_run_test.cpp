// Break stages: the fake program is broken by AB, and ends in other ways under other letters.
#include "common/runner/labs/break_run.hpp"

#include "common/runner/tests/fake_lab.hpp"

namespace runner {
namespace {

using namespace std::chrono_literals;
using End = BreakRun::End;
using How = Judged::How;

class LabToBreak : public FakeLab {
protected:
    BreakRun run(const std::string& letters, const BuildLog& log = {},
                 w32::Timeout limit = 60s) const {
        Lab broken = lab("explored");
        broken.card.break_test = "Test2_Breaks";
        return run_letters(broken, bin_, log, letters, limit);
    }
    bool repaired(const std::string& letters_that_break_the_starter) const {
        Lab broken = lab("explored");
        broken.card.break_test = "Test2_Breaks";
        broken.card.break_letters = letters_that_break_the_starter;
        return is_repaired(broken, bin_, {});
    }
};

TEST_F(LabToBreak, BreaksUnderTheRightLetters) {
    install("explored");
    const BreakRun broken = run("AB");
    EXPECT_EQ(broken.end, End::breaks);
    EXPECT_EQ(broken.judged.diagnosis, "lost-node");
    EXPECT_EQ(broken.judged.sentence, "one is lost");
    EXPECT_EQ(broken.letters, "aAbB");
    EXPECT_EQ(broken.unused, "");
}

TEST_F(LabToBreak, HoldsUnderOthers) {
    install("explored");
    EXPECT_EQ(run("AA").end, End::holds);
    EXPECT_EQ(run("").end, End::holds);
    EXPECT_EQ(run("C").unused, "Letter 1, C, found no step.");
}

TEST_F(LabToBreak, IsRepairedIfTheTurnsThatBreakTheStarterDoNotBreakIt) {
    install("explored");
    EXPECT_FALSE(repaired("AB"));
    EXPECT_TRUE(repaired("BA"));
    EXPECT_FALSE(repaired("R")) << "nothing was found out";
}

TEST_F(LabToBreak, ShowsItsThreadsAndItsLanes) {
    install("explored");
    const BreakRun shown = run("");
    EXPECT_EQ(shown.threads, (std::vector<std::string>{"M main", "A first", "B second"}));
    EXPECT_EQ(shown.lanes, (std::vector<std::string>{"      M main", "   A  ▸ reads…"}));
}

TEST_F(LabToBreak, ThatDidNotFollowTheLettersSaysNothingAboutThem) {
    install("explored");
    EXPECT_EQ(run("R").end, End::unknown);
    EXPECT_EQ(run("R").judged.diagnosis, "foreign-call");
    EXPECT_EQ(run("N").end, End::unknown);
    EXPECT_EQ(run("N").judged.how, How::no_verdict);
}

TEST_F(LabToBreak, ThatNeverEndsIsStopped) {
    install("explored");
    const BreakRun endless = run("H", {}, 200ms);
    EXPECT_EQ(endless.end, End::unknown);
    EXPECT_EQ(endless.judged.how, How::never_returned);
}

TEST_F(LabToBreak, ThatDidNotCompileOrIsMissingIsNotRun) {
    EXPECT_EQ(run("AB").judged.how, How::not_built);
    install("explored");
    BuildLog log;
    log.failures.push_back({"lab_98_explored", {"x.hpp:1: error: no"}});
    EXPECT_EQ(run("AB", log).judged.how, How::does_not_compile);
    EXPECT_EQ(run("AB", log).end, End::unknown);
}

TEST_F(LabToBreak, LeavesTheFindingOfTheLastCheckAlone) {
    install("explored");
    (void)judge("explored");
    const auto check = read_file(result_file(lab("explored"), bin_, kCheck));
    (void)run("AA");
    EXPECT_EQ(read_file(result_file(lab("explored"), bin_, kCheck)), check);
}

}  // namespace
}  // namespace runner
