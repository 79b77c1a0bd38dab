// compare.hpp - holds the reduced search to the full one: the same traces, and none of them twice.
#pragma once

#include "common/explore/testing/explore_test.hpp"

/// Explores `body`, which may fail, both ways.
inline void compare_searches(void (*body)(), explore::Options options = {}) {
    options.stop_at_first = false;
    options.collect_traces = true;
    options.time = std::chrono::seconds{60};
    options.search = explore::Search::full;
    const explore::Report full = explore::explore(body, options);
    options.search = explore::Search::dpor;
    const explore::Report reduced = explore::explore(body, options);
    EXPECT_TRUE(full.exhausted);
    EXPECT_TRUE(reduced.exhausted);
    EXPECT_GT(full.traces.size(), 1u) << "nothing to choose: the program compares nothing";
    EXPECT_EQ(full.traces.size(), reduced.traces.size());
    EXPECT_EQ(full.traces, reduced.traces);
    EXPECT_EQ(full.outcome == explore::Outcome::passed,
              reduced.outcome == explore::Outcome::passed);
    EXPECT_EQ(full.outcomes, reduced.outcomes);
    EXPECT_EQ(reduced.redundant, 0u);
    testing::Test::RecordProperty("full", std::to_string(full.executions));
    testing::Test::RecordProperty("reduced", std::to_string(reduced.executions));
}
