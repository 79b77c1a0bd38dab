// automatic_test.cpp - the search that takes turns with itself leaves nothing out and repeats
// nothing, and what it finds first is soon found.
#include "common/explore/testing/checks.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/explore/tests/together.hpp"

#include <atomic>
#include <cmath>

namespace {

using explore::Report;
using explore::Search;

Report search(void (*body)(), Search how) {
    // No machine is too slow for these.
    constexpr std::chrono::minutes kLong{10};
    return explore::explore(body, {.search = how, .time = kLong, .collect_traces = true});
}

void add_eight(std::atomic<int>& sum) {
    for (int i = 0; i < 8; ++i) ++sum;
}

void two_add_eight() {  // 16 over 8 traces
    std::atomic<int> sum = 0;
    together([&] { add_eight(sum); }, [&] { add_eight(sum); });
}

void three_add_eight() {  // 9 465 511 770 traces
    std::atomic<int> sum = 0;
    together([&] { add_eight(sum); }, [&] { add_eight(sum); }, [&] { add_eight(sum); });
}

// The first race of two long ways is the last one to be reversed.
void fails_if_the_second_is_first() {
    std::atomic<int> arrived = 0, sum = 0;
    together(
        [&] {
            if (arrived++ == 1) explore::check_failed("[order] it was second", __FILE__, __LINE__);
            add_eight(sum);
        },
        [&] {
            ++arrived;
            add_eight(sum);
        });
}

TEST(Automatic, IsThroughAfterAnInterruptionToo) {
    const Report by_races = search(two_add_eight, Search::dpor);
    const Report report = search(two_add_eight, Search::automatic);
    EXPECT_TRUE(report.exhausted);
    EXPECT_EQ(report.traces.size(), 12'870u);
    EXPECT_EQ(report.traces, by_races.traces);
    EXPECT_EQ(report.redundant, 0u);
    EXPECT_GT(report.executions, by_races.executions) << "it was through without an interruption";
    EXPECT_EQ(report.estimate, 0);
}

TEST(Automatic, FindsEarlyWhatRacesComeToLate) {
    const Report by_races = search(fails_if_the_second_is_first, Search::dpor);
    EXPECT_GT(by_races.failing_execution, 12'000u);
    const Report report = search(fails_if_the_second_is_first, Search::automatic);
    EXPECT_EQ(report.diagnosis, "order");
    EXPECT_LT(report.failing_execution, 5'100u);
    EXPECT_EQ(search(fails_if_the_second_is_first, Search::automatic).schedule, report.schedule);
}

TEST(Automatic, SaysHowFarItCame) {
    const Report report = explore::explore(three_add_eight);
    EXPECT_TRUE(report.ok());
    EXPECT_FALSE(report.exhausted);
    EXPECT_EQ(report.preemptions, 2);
    EXPECT_GT(report.estimate, 5'000);
}

TEST(Automatic, GuessesTooLowAtFirst) {  // plans that are not made yet do not count
    const Report report =
        explore::explore(three_add_eight, {.search = Search::dpor, .executions = 5'000});
    EXPECT_EQ(report.executions, 5'000u);
    EXPECT_EQ(std::lround(report.estimate), 23'115);
}

}  // namespace
