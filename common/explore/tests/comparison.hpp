// comparison.hpp - holds the reduced search to what it promises: each trace once, none left out.
#pragma once

#include "common/explore/testing/explore_test.hpp"

namespace explore {

/// Explores every schedule and the reduced ones; both must lead to the same traces, findings and
/// outcomes, and no reduced execution may repeat a trace. Returns the report of the reduced search.
inline Report expect_same_traces(void (*body)(), Options options = {}) {
    options.collect_traces = true;
    options.stop_at_first = false;
    options.time = std::chrono::minutes(1);
    options.search = Search::full;
    const Report full = explore(body, options);
    options.search = Search::dpor;
    Report reduced = explore(body, options);
    EXPECT_TRUE(full.exhausted) << full.executions << " executions were not all";
    EXPECT_TRUE(reduced.exhausted);
    EXPECT_EQ(reduced.redundant, 0u);
    EXPECT_EQ(reduced.traces, full.traces)
        << reduced.traces.size() << " traces instead of " << full.traces.size() << " in "
        << full.executions << " schedules";
    EXPECT_EQ(reduced.traces.size(), reduced.executions);
    EXPECT_EQ(reduced.outcomes, full.outcomes);
    EXPECT_EQ(reduced.outcome == Outcome::passed, full.outcome == Outcome::passed)
        << name_of(reduced.outcome) << " and " << name_of(full.outcome);
    testing::Test::RecordProperty("schedules", std::to_string(full.executions));
    testing::Test::RecordProperty("traces", std::to_string(reduced.executions));
    return reduced;
}

}  // namespace explore
