// Watch mode's table of states, walked through without a key, a build or a program.
#include "common/runner/watch/state.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

using Phase = WatchState::Phase;

class Watching : public testing::Test {
protected:
    Watching() { EXPECT_EQ(state.begin(), Steps{Step::build}); }
    void get_running() { EXPECT_EQ(state.built(true), Steps{Step::run}); }
    void get_idle() {
        get_running();
        EXPECT_EQ(state.ended(), Steps{Step::show_verdict});
    }

    WatchState state;
};

TEST_F(Watching, BuildsRunsAndShowsTheVerdict) {
    EXPECT_EQ(state.phase(), Phase::building);
    get_idle();
    EXPECT_EQ(state.phase(), Phase::idle);
    EXPECT_EQ(state.changed(), Steps{Step::build});
}

TEST_F(Watching, ShowsAtOnceWhatCannotRun) {
    EXPECT_EQ(state.built(false), Steps{Step::show_verdict});
    EXPECT_EQ(state.phase(), Phase::idle);
}

TEST_F(Watching, BuildsOnceMoreWhatWasSavedDuringABuild) {
    EXPECT_EQ(state.changed(), Steps{});
    EXPECT_EQ(state.changed(), Steps{});  // however often
    EXPECT_EQ(state.built(true), Steps{Step::build});
    get_running();
}

TEST_F(Watching, JudgesAnewWhatWasSavedDuringARun) {
    get_running();
    EXPECT_EQ(state.changed(), (Steps{Step::stop_run, Step::show_judged_anew, Step::build}));
    EXPECT_EQ(state.phase(), Phase::building);
}

TEST_F(Watching, StopsWhatRuns) {
    get_running();
    EXPECT_EQ(state.key('k'), (Steps{Step::stop_run, Step::show_run_stopped}));
    EXPECT_EQ(state.phase(), Phase::idle);
    EXPECT_EQ(state.key('k'), Steps{});
}

TEST_F(Watching, StopsABuildAndWaitsForItsEnd) {
    EXPECT_EQ(state.key('k'), Steps{Step::stop_build});
    EXPECT_EQ(state.key('k'), Steps{});
    EXPECT_EQ(state.phase(), Phase::building);
    EXPECT_EQ(state.built(false), Steps{Step::show_build_stopped});
    EXPECT_EQ(state.phase(), Phase::idle);
}

TEST_F(Watching, BuildsAfterAllWhatWasSavedWhileABuildWasBeingStopped) {
    EXPECT_EQ(state.key('k'), Steps{Step::stop_build});
    EXPECT_EQ(state.changed(), Steps{});
    EXPECT_EQ(state.built(false), Steps{Step::build});
}

TEST_F(Watching, ForgetsASaveWhenTheBuildIsStoppedAfterIt) {
    EXPECT_EQ(state.changed(), Steps{});
    EXPECT_EQ(state.key('k'), Steps{Step::stop_build});
    EXPECT_EQ(state.built(false), Steps{Step::show_build_stopped});
}

TEST_F(Watching, ShowsThingsInEveryState) {
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(state.key('h'), Steps{Step::show_hint});
        EXPECT_EQ(state.key('l'), Steps{Step::show_list});
        EXPECT_EQ(state.key('s'), Steps{Step::show_solution});
        EXPECT_EQ(state.key('q'), Steps{Step::quit});
        EXPECT_EQ(state.key('n'), Steps{Step::go_next});
        EXPECT_EQ(state.key('x'), Steps{});
        if (round == 0) get_running();
        if (round == 1) EXPECT_EQ(state.ended(), Steps{Step::show_verdict});
    }
}

TEST_F(Watching, BuildsTheNextLabWhateverItDid) {
    EXPECT_EQ(state.moved(), Steps{});
    EXPECT_EQ(state.built(true), Steps{Step::build});
    get_running();
    EXPECT_EQ(state.moved(), (Steps{Step::stop_run, Step::build}));
    get_idle();
    EXPECT_EQ(state.moved(), Steps{Step::build});
}

TEST_F(Watching, ShowsTheBreakTaskWhenNothingElseRuns) {
    EXPECT_EQ(state.key('b'), Steps{});
    get_running();
    EXPECT_EQ(state.key('b'), Steps{});
    EXPECT_EQ(state.ended(), Steps{Step::show_verdict});
    EXPECT_EQ(state.key('b'), Steps{Step::run_break});
    EXPECT_EQ(state.ended(), Steps{Step::show_break});
    EXPECT_EQ(state.key('r'), Steps{Step::build});
    get_idle();
}

}  // namespace
}  // namespace runner
