// lanes_test.cpp - the picture of an execution: its widths, its file, and what is left out.
#include "common/explore/tests/report_checks.hpp"

#include <algorithm>

namespace {

using explore::Report;
using explore::TraceStep;

// A step of the thread at `line` of the file.
void add(Report& report, int thread, const std::string& what, const std::string& object,
         const std::string& note, const std::string& file = "lab.hpp", int line = 1) {
    TraceStep& step = report.trace.emplace_back();
    step.step = static_cast<int>(report.trace.size());
    step.thread = thread;
    step.what = what;
    step.object = object;
    step.note = note;
    step.file = "/labs/" + file;
    step.line = line;
}

std::ptrdiff_t rows(const std::string& lanes) {
    return std::count(lanes.begin(), lanes.end(), '\n');
}

TEST(Lanes, LeaveABlankBetweenANameAndTheFile) {
    Report report;
    report.threads = {"main", "dines", "looks at a fork", "looks at another fork"};
    for (int thread = 0; thread < 4; ++thread) add(report, thread, "reads", "meals", "0");
    const std::string lanes = report.lanes();
    EXPECT_HAS(lanes, " lab.hpp\n");
    EXPECT_HAS(lanes, "  looks at a");
    EXPECT_FALSE(has(lanes, "looks at a fork"));
    EXPECT_HAS(lanes, "  fork");
    EXPECT_FALSE(has(lanes, "…"));
}

TEST(Lanes, BreakAWordWhereAPartOfItBegins) {
    Report report;
    report.threads = {"main", "a", "b", "c"};
    for (int thread = 0; thread < 4; ++thread)
        add(report, thread, "WaitForSingleObject", "fork_is_taken", "1");
    const std::string lanes = report.lanes();
    EXPECT_HAS(lanes, " WaitForSingle ");
    EXPECT_HAS(lanes, " Object ");
    EXPECT_HAS(lanes, " fork_is_ ");
    EXPECT_HAS(lanes, " taken: 1");
}

TEST(Lanes, KeepTheColonBeforeAValueInTheNextRow) {
    Report report;
    report.threads = {"main", "a", "b", "c"};
    for (int thread = 0; thread < 4; ++thread) add(report, thread, "writes", "meals", "123");
    add(report, 0, "writes", "local 1", "0");
    EXPECT_HAS(report.lanes(), " writes meals: ");
    EXPECT_HAS(report.lanes(), " local 1: 0 ");
}

TEST(Lanes, AreOfTheLearnersFileAndNotOfTheJudges) {
    Report report;
    report.threads = {"main", "first"};
    for (int i = 0; i < 5; ++i) add(report, 1, "reads", "value", "0", "judge.cpp", 10 + i);
    add(report, 0, "writes", "value", "1", "pool.hpp", 39);
    const std::string lanes = report.lanes();
    EXPECT_HAS(lanes, " pool.hpp\n");
    EXPECT_HAS(lanes, " judge.cpp:10");
    EXPECT_FALSE(has(lanes, "pool.hpp:39"));
}

TEST(Lanes, ShowTwoRoundsOfManyAndTheEnd) {
    Report report;
    report.threads = {"main", "first"};
    add(report, 0, "writes", "value", "0", "lab.hpp", 1);
    for (int i = 0; i < 30; ++i) {
        add(report, 1, "reads", "value", std::to_string(i), "lab.hpp", 2);
        add(report, 1, "Sleep", "", "", "lab.hpp", 3);
    }
    add(report, 0, "ends", "", "");
    const std::string lanes = report.lanes();
    EXPECT_HAS(lanes, "and so on, 62 steps in all");
    EXPECT_HAS(lanes, "  61    \xC2\xB7") << "the last one of the rounds";
    EXPECT_HAS(lanes, "  62  \xE2\x96\xB8 ends");
    EXPECT_EQ(rows(lanes), 1 + 1 + 4 + 1 + 2) << lanes;
}

TEST(Lanes, KnowARoundAgainBehindTheGapInALongExecution) {
    Report report;
    report.threads = {"main"};
    const auto part = [&](int from, int count) {
        for (int i = from; i < from + count; ++i)
            add(report, 0, "reads", "value", "0", "lab.hpp", 1 + i % 3);
    };
    part(0, 31);
    part(2, 60);
    EXPECT_EQ(rows(report.lanes()), 1 + 6 + 1 + 1) << report.lanes();
}

TEST(Lanes, TakeNoMoreThanAScreen) {
    Report report;
    report.threads = {"main", "first"};
    for (int i = 0; i < 300; ++i)
        add(report, i % 2, "WaitForSingleObject", "a long name of an event", std::to_string(i),
            "lab.hpp", i);
    const std::string lanes = report.lanes();
    EXPECT_HAS(lanes, " more lines ");
    EXPECT_HAS(lanes, ": 299");
    EXPECT_LE(rows(lanes), 60);
}

TEST(Lanes, ThatDoNotStandSideBySideNameEachFile) {
    Report report;
    for (int thread = 0; thread < 9; ++thread) {
        report.threads.push_back("a thread with a name");
        add(report, thread, "reads", "value", "0");
    }
    EXPECT_HAS(report.lanes(), "lab.hpp:1");
}

}  // namespace
