// luck_test.cpp - the random searches find what they promise, and the same for the same seed.
//
// A bug of depth d needs d steps of threads in one order. PCT finds it in one execution with a
// probability of at least 1 / (n * k^(d-1)), for n threads and k steps.
#include "common/explore/testing/checks.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/locks.hpp"

#include <atomic>
#include <cmath>

namespace {

using explore::Options;
using explore::Outcome;
using explore::Report;
using explore::Search;

void two_locks_crosswise() {  // depth 2
    w32::SrwLock a, b;
    const auto both = [](w32::SrwLock& first, w32::SrwLock& second) {
        const w32::Guard hold(first);
        const w32::Guard hold_too(second);
    };
    together([&] { both(a, b); }, [&] { both(b, a); });
}

void three_locks_in_a_circle() {  // depth 3
    w32::SrwLock forks[3];
    const auto eat = [&](int left, int right) {
        const w32::Guard first(forks[left]);
        const w32::Guard second(forks[right]);
    };
    together([&] { eat(0, 1); }, [&] { eat(1, 2); }, [&] { eat(2, 0); });
}

constexpr int kLong = 40;

void long_way_before_a_short_one() {  // depth 1, but one schedule of very many
    std::atomic<int> way = 0;
    together(
        [&] {
            for (int i = 0; i < kLong; ++i) ++way;
        },
        [&] {
            if (way == kLong) explore::check_failed("[last] it came last", __FILE__, __LINE__);
        });
}

Report search(void (*body)(), Search how, std::uint64_t seed, int depth = 1,
              std::uint64_t executions = 1000) {
    return explore::explore(body, {.search = how,
                                   .pct_depth = depth,
                                   .seed = seed,
                                   .executions = executions,
                                   .consequences = false});
}

// With this seed it takes no more executions than that.
void expect_found(void (*body)(), Outcome outcome, Search how, int depth,
                  std::uint64_t executions) {
    const Report report = search(body, how, 1, depth);
    EXPECT_EQ(report.outcome, outcome) << explore::name_of(report.outcome);
    EXPECT_LE(report.failing_execution, executions);
    EXPECT_FALSE(report.schedule.empty());
    Options again{.search = Search::replay};
    again.schedule = report.schedule;
    EXPECT_EQ(explore::explore(body, again).outcome, outcome);
}

TEST(RandomWalk, FindsBugsOfDepthTwoAndThree) {
    expect_found(two_locks_crosswise, Outcome::deadlock, Search::random, 0, 20);
    expect_found(three_locks_in_a_circle, Outcome::deadlock, Search::random, 0, 50);
}
TEST(Pct, FindsBugsOfDepthTwoAndThree) {
    expect_found(two_locks_crosswise, Outcome::deadlock, Search::pct, 2, 20);
    expect_found(three_locks_in_a_circle, Outcome::deadlock, Search::pct, 3, 50);
}
TEST(Pct, FindsWhatARandomWalkDoesNot) {
    expect_found(long_way_before_a_short_one, Outcome::assertion, Search::pct, 1, 10);
    EXPECT_TRUE(search(long_way_before_a_short_one, Search::random, 1).ok());
}

// ---- how likely

struct Bug {
    void (*body)();
    int depth;
    int threads;
};

// Of so many seeds, how many find the bug? The first execution of a search tells it the number of
// steps, so each has two.
void expect_guarantee(const Bug& bug) {
    constexpr int kSeeds = 1000;
    int found = 0;
    std::uint64_t longest = 1;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const Report report = search(bug.body, Search::pct, seed, bug.depth, 2);
        found += report.ok() ? 0 : 1;
        longest = std::max(longest, report.steps / report.executions);
    }
    const double bound = 1 / (bug.threads * std::pow(longest, bug.depth - 1));
    EXPECT_GE(found, bound * kSeeds) << "of " << kSeeds << " with " << longest << " steps";
    testing::Test::RecordProperty("found_of_1000", found);
}

TEST(Pct, KeepsItsGuarantee) {
    expect_guarantee({long_way_before_a_short_one, 1, 3});
    expect_guarantee({two_locks_crosswise, 2, 3});
    expect_guarantee({three_locks_in_a_circle, 3, 4});
}

// Without a change of priorities in its course no execution has a preemption.
TEST(Pct, FindsNothingDeeperThanItIsToldTo) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        EXPECT_TRUE(search(two_locks_crosswise, Search::pct, seed, 1, 100).ok());
        EXPECT_TRUE(search(three_locks_in_a_circle, Search::pct, seed, 1, 100).ok());
    }
}

// ---- the same seed, the same schedules

class SameSeed : public testing::TestWithParam<Search> {};

TEST_P(SameSeed, LeadsToTheSameSchedules) {
    std::set<std::string> schedules;
    std::set<std::uint64_t> switches;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Report first = search(three_locks_in_a_circle, GetParam(), seed, 3);
        const Report second = search(three_locks_in_a_circle, GetParam(), seed, 3);
        EXPECT_EQ(first.failing_execution, second.failing_execution);
        EXPECT_EQ(first.schedule, second.schedule);
        EXPECT_EQ(first.steps, second.steps);
        EXPECT_EQ(first.switches, second.switches);
        schedules.insert(first.schedule);
        switches.insert(first.switches);
    }
    EXPECT_GT(switches.size(), 5u) << "other seeds should lead elsewhere";
    EXPECT_GT(schedules.size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(RandomSearch, SameSeed, testing::Values(Search::random, Search::pct));

}  // namespace
