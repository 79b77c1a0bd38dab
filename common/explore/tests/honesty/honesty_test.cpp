// honesty_test.cpp - partial-order reduction leaves out schedules, never traces.
//
// For each case the full search and the reduced search must meet the same set of traces, and the
// reduced one must meet each of them exactly once. Under sequential consistency and under x86-TSO.
#include "common/explore/tests/honesty/case.hpp"

namespace {

using explore::Memory;
using explore::Search;

class Honesty : public testing::Test {
public:
    Honesty(void (*body)(), const explore::Options& options, Memory memory)
        : body_(body), options_(options) {
        options_.memory = memory;
        options_.collect_traces = true;
        options_.stop_at_first = false;
        options_.check_leaks = false;
        options_.time = std::chrono::milliseconds(60'000);
    }

    void TestBody() override {
        const explore::Report full = run(Search::full);
        const explore::Report reduced = run(Search::dpor);
        ASSERT_TRUE(full.exhausted) << "too large for a full search: " << full.executions;
        ASSERT_TRUE(reduced.exhausted);
        EXPECT_EQ(reduced.redundant, 0u) << "executions that repeat a trace";
        EXPECT_EQ(reduced.executions, reduced.traces.size()) << "traces explored more than once";
        EXPECT_TRUE(reduced.traces == full.traces)
            << full.executions << " schedules are " << full.traces.size() << " traces; found "
            << reduced.traces.size();
        EXPECT_EQ(reduced.ok(), full.ok()) << reduced.sentence << " / " << full.sentence;
        EXPECT_EQ(reduced.outcomes, full.outcomes);
        RecordProperty("schedules", std::to_string(full.executions));
        RecordProperty("traces", std::to_string(full.traces.size()));
    }

private:
    explore::Report run(Search search) {
        options_.search = search;
        return explore::explore(body_, options_);
    }

    void (*body_)();
    explore::Options options_;
};

}  // namespace

RegisteredCase::RegisteredCase(const char* name, void (*body)(), const explore::Options& options) {
    const auto enter = [&](const char* suite, Memory memory) {
        testing::RegisterTest(
            suite, name, nullptr, nullptr, __FILE__, __LINE__,
            [=]() -> testing::Test* { return new Honesty(body, options, memory); });
    };
    enter("HonestyInOrder", Memory::sequential);
    enter("HonestyTso", Memory::tso);
}
