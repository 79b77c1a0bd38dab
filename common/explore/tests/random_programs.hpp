// random_programs.hpp - small random programs: the reduced search must find the traces of the full
// one.
//
// A wrong idea of what depends on what hardly shows in programs that a person writes. The programs
// come from fixed seeds, so they are the same in every run. A test gives what an operation does:
//
//     void act(State& state, int thread, int operation);
#pragma once

#include "common/explore/tests/comparison.hpp"
#include "common/win32/windows.hpp"
#include "common/testing/wanted.hpp"

#include <cstdlib>
#include <random>

namespace random_programs {

constexpr int kThreads = 3;
constexpr int kMost = 4;  // operations of one thread

struct Program {
    int threads = 0;
    int count[kThreads] = {};
    int operation[kThreads][kMost] = {};
};
inline Program program;

/// `operations`: how many different ones there are.
inline Program make(unsigned seed, int most, unsigned operations) {
    std::minstd_rand random(seed + 1);
    random.discard(10);
    const auto below = [&](unsigned limit) { return static_cast<int>(random() / 7 % limit); };
    Program made;
    made.threads = 2 + below(2);
    for (int t = 0; t < made.threads; ++t) {
        made.count[t] = 1 + below(static_cast<unsigned>(made.threads == 2 ? most : 2));
        for (int i = 0; i < made.count[t]; ++i) made.operation[t][i] = below(operations);
    }
    return made;
}

// More of them, to look for a fault: WORKBOOK_RANDOM_PROGRAMS=5000.
inline unsigned programs() {
    return workbook::wanted("WORKBOOK_RANDOM_PROGRAMS", 40u);
}

inline std::string text(const Program& shown) {
    std::string result;
    for (int t = 0; t < shown.threads; ++t) {
        result += " |";
        for (int i = 0; i < shown.count[t]; ++i)
            result += " " + std::to_string(shown.operation[t][i]);
    }
    return result;
}

inline bool small_enough(void (*body)(), explore::Options options) {
    options.search = explore::Search::full;
    options.stop_at_first = false;
    options.executions = 5'000;
    return explore::explore(body, options).exhausted;
}

inline void compare(void (*body)(), int most, const explore::Options& options,
                    unsigned operations = 8) {
    unsigned compared = 0, passed = 0;
    for (unsigned seed = 0; seed < programs(); ++seed) {
        program = make(seed, most, operations);
        SCOPED_TRACE("seed " + std::to_string(seed) + text(program));
        if (!small_enough(body, options)) continue;
        const explore::Report report = explore::expect_same_traces(body, options);
        if (testing::Test::HasFailure()) return;
        if (report.traces.size() > 1) ++compared;
        if (report.traces.size() > 1 && report.ok()) ++passed;
    }
    EXPECT_GT(compared, programs() / 6) << "too few of them have something to choose";
    EXPECT_GT(passed, programs() / 10) << "too few of them run to their end in all schedules";
}

}  // namespace random_programs
