// honesty_test.cpp - partial-order reduction leaves out schedules, never traces.
//
// For each case the full search and the reduced search must meet the same set of traces, and the
// reduced one must meet each of them exactly once. Under sequential consistency and under x86-TSO.
#include "common/explore/tests/comparison.hpp"
#include "common/explore/tests/honesty/case.hpp"

namespace {

using explore::Memory;

class Honesty : public testing::Test {
public:
    Honesty(void (*body)(), const explore::Options& options, Memory memory)
        : body_(body), options_(options) {
        options_.memory = memory;
        options_.check_leaks = false;
    }

    void TestBody() override { (void)explore::expect_same_traces(body_, options_); }

private:
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
