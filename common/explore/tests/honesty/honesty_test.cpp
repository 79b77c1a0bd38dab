// honesty_test.cpp - partial-order reduction leaves out schedules, never traces.
//
// For each case the full search and the reduced search must meet the same set of traces, and the
// reduced one must meet each of them exactly once. Under sequential consistency and under x86-TSO.
#include "common/explore/engine/operation.hpp"
#include "common/explore/tests/comparison.hpp"
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/plain.hpp"

#include <vector>

namespace {

using explore::Memory;
using explore::ObjectType;

class Honesty : public testing::Test {
public:
    Honesty(void (*body)(), const Traits& traits, Memory memory)
        : body_(body), traits_(traits), memory_(memory) {}

    void TestBody() override {
        if (traits_.plain && !plain_accesses_are_seen()) GTEST_SKIP() << kPlainAccessesAreNotSeen;
        explore::Options options = traits_.options;
        options.memory = memory_;
        options.check_leaks = false;
        const explore::Report report = explore::expect_same_traces(body_, options);
        if (traits_.one_trace)
            EXPECT_EQ(report.traces.size(), 1u) << "there is something to choose";
        else
            EXPECT_GT(report.traces.size(), 1u) << "nothing to choose: it compares nothing";
        EXPECT_EQ(report.outcome, traits_.finding)
            << explore::name_of(report.outcome) << ": " << report.sentence;
        const bool other = memory_ == Memory::tso && !traits_.tso_outcomes.empty();
        const auto& outcomes = other ? traits_.tso_outcomes : traits_.outcomes;
        EXPECT_TRUE(outcomes.empty() || report.outcomes == outcomes)
            << testing::PrintToString(report.outcomes);
    }

private:
    void (*body_)();
    Traits traits_;
    Memory memory_;
};

struct Case {
    void (*body)();
    explore::Options options;
};

// Filled before main, in the order in which the files of cases are linked.
std::vector<Case>& all_cases() {
    static std::vector<Case>* all = new std::vector<Case>;
    return *all;
}

// nullptr: there is no such type. The compiler asks for a line here for each new one.
const char* name_of(ObjectType type) {
    switch (type) {
        case ObjectType::variable: return "variable";
        case ObjectType::critical_section: return "critical section";
        case ObjectType::srw_lock: return "SRW lock";
        case ObjectType::condition_variable: return "condition variable";
        case ObjectType::init_once: return "one-time initialization";
        case ObjectType::mutex: return "mutex";
        case ObjectType::semaphore: return "semaphore";
        case ObjectType::event: return "event";
        case ObjectType::timer: return "timer";
        case ObjectType::thread: return "thread";
        case ObjectType::apc_queue: return "APC queue";
        case ObjectType::port: return "completion port";
        case ObjectType::name: return "name";
        case ObjectType::device: return "device";
        case ObjectType::address: return "address";
    }
    return nullptr;
}

// A few executions of each case show what it is about.
TEST(HonestyCases, TouchEveryTypeOfObject) {
    std::uint32_t touched = 0;
    for (Case each : all_cases()) {
        each.options.search = explore::Search::dpor;
        each.options.collect_traces = true;
        each.options.executions = 20;
        touched |= explore::explore(each.body, each.options).touched;
    }
    for (std::uint32_t type = 0; type < 32; ++type) {
        const char* name = name_of(static_cast<ObjectType>(type));
        EXPECT_TRUE(name == nullptr || (touched >> type & 1) != 0)
            << "no step of any case is on a " << name;
    }
    EXPECT_GE(all_cases().size(), 60u);
}

}  // namespace

RegisteredCase::RegisteredCase(const char* name, void (*body)(), const Traits& traits) {
    all_cases().push_back({body, traits.options});
    const auto enter = [&](const char* suite, Memory memory) {
        testing::RegisterTest(
            suite, name, nullptr, nullptr, __FILE__, __LINE__,
            [=]() -> testing::Test* { return new Honesty(body, traits, memory); });
    };
    enter("HonestyInOrder", Memory::sequential);
    enter("HonestyTso", Memory::tso);
}
