// explore.cpp - how fast the schedule explorer is, and how much it leaves out.
//
//     bench_explore                                  pin it: taskset -c 0, start /affinity 1
//
// Columns: executions of one search; execs/s; steps/s. A row "pruned" compares the full search and
// partial-order reduction of one program in one run: the share of schedules left out and how many
// times faster the reduced search is.
#include "common/explore/explore.hpp"
#include "bench/explore/bodies.hpp"
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/windows.hpp"

#include <benchmark/benchmark.h>
#include <psapi.h>

#include <algorithm>

namespace {

using explore::Report;
using explore::Search;

using Body = void (*)();

Report run(Body body, Search search, int preemptions = 2,
           explore::Memory memory = explore::Memory::sequential) {
    explore::Options options;
    options.search = search;
    options.memory = memory;
    options.preemptions = preemptions;
    options.time = std::chrono::milliseconds(60'000);
    return explore::explore(body, options);
}

void explores(benchmark::State& state, Body body, Search search) {
    double executions = 0, steps = 0;
    Report report;
    for (auto _ : state) {
        report = run(body, search);
        if (!report.ok()) state.SkipWithError(report.sentence.c_str());
        executions += static_cast<double>(report.executions);
        steps += static_cast<double>(report.steps);
    }
    state.counters["executions"] = static_cast<double>(report.executions);
    state.counters["redundant"] = static_cast<double>(report.redundant);
    state.counters["execs/s"] = benchmark::Counter(executions, benchmark::Counter::kIsRate);
    state.counters["steps/s"] = benchmark::Counter(steps, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(explores, counter_2x2 / full, &bodies::section_counter_2x2, Search::full);
BENCHMARK_CAPTURE(explores, counter_2x2 / dpor, &bodies::section_counter_2x2, Search::dpor);
BENCHMARK_CAPTURE(explores, counter_3x2 / full, &bodies::section_counter_3x2, Search::full);
BENCHMARK_CAPTURE(explores, counter_3x2 / bounded, &bodies::section_counter_3x2, Search::bounded);
BENCHMARK_CAPTURE(explores, counter_3x2 / dpor, &bodies::section_counter_3x2, Search::dpor);
BENCHMARK_CAPTURE(explores, philosophers_3x1 / full, &bodies::philosophers_3x1, Search::full);
BENCHMARK_CAPTURE(explores, philosophers_3x1 / bounded, &bodies::philosophers_3x1, Search::bounded);
BENCHMARK_CAPTURE(explores, philosophers_3x1 / dpor, &bodies::philosophers_3x1, Search::dpor);
BENCHMARK_CAPTURE(explores, pool_4x4 / bounded, &bodies::pool_4x4, Search::bounded);

// Both searches in turn, so that whatever slows the machine down slows both.
void pruned(benchmark::State& state, Body body) {
    double full_seconds = 0, reduced_seconds = 0, full = 0, reduced = 0;
    for (auto _ : state) {
        const Report all = run(body, Search::full);
        full_seconds += all.seconds;
        full = static_cast<double>(all.executions);
        for (int i = 0; i < 10; ++i) {
            const Report some = run(body, Search::dpor);
            reduced_seconds += some.seconds / 10;
            reduced = static_cast<double>(some.executions);
        }
    }
    state.counters["schedules"] = full;
    state.counters["traces"] = reduced;
    state.counters["pruned %"] = 100 * (1 - reduced / full);
    state.counters["times faster"] = full_seconds / reduced_seconds;
}
BENCHMARK_CAPTURE(pruned, counter_3x2, &bodies::section_counter_3x2);
BENCHMARK_CAPTURE(pruned, philosophers_3x1, &bodies::philosophers_3x1);

// All bugs of the corpus, and all twins, once.
void corpus_bugs(benchmark::State& state) {
    double found = 0, slowest = 0, executions = 0;
    for (auto _ : state) {
        found = slowest = executions = 0;
        for (const Pair& pair : corpus()) {
            const Report report = explore::explore(pair.bug, pair.options);
            // A data race is shown by what it leads to, if that was found.
            const bool right =
                report.outcome == pair.finding || report.cause_outcome == pair.finding;
            found += right ? 1 : 0;
            slowest = std::max(slowest, report.seconds);
            executions += static_cast<double>(report.failing_execution);
        }
    }
    const auto size = static_cast<double>(corpus().size());
    state.counters["bugs"] = size;
    state.counters["found %"] = 100 * found / size;
    state.counters["slowest s"] = slowest;
    state.counters["executions"] = executions;
}
BENCHMARK(corpus_bugs)->Unit(benchmark::kMillisecond);

void corpus_twins(benchmark::State& state) {
    double exhausted = 0, accused = 0, executions = 0;
    for (auto _ : state) {
        exhausted = accused = executions = 0;
        for (const Pair& pair : corpus()) {
            const Report report = explore::explore(pair.twin, pair.options);
            exhausted += report.exhausted ? 1 : 0;
            accused += report.ok() ? 0 : 1;
            executions += static_cast<double>(report.executions);
        }
    }
    state.counters["twins"] = static_cast<double>(corpus().size());
    state.counters["in all schedules"] = exhausted;
    state.counters["accused"] = accused;
    state.counters["executions"] = executions;
}
BENCHMARK(corpus_twins)->Unit(benchmark::kMillisecond);

double private_megabytes() {
    PROCESS_MEMORY_COUNTERS_EX counters{};
    counters.cb = sizeof counters;
    ::K32GetProcessMemoryInfo(::GetCurrentProcess(),
                              reinterpret_cast<PROCESS_MEMORY_COUNTERS*>(&counters),
                              sizeof counters);
    return static_cast<double>(counters.WorkingSetSize) / (1 << 20);
}

// Ten million executions: the memory afterwards minus that after the first hundred thousand.
void memory_over_executions(benchmark::State& state) {
    explore::Options options;
    options.search = Search::random;
    options.time = std::chrono::milliseconds(600'000);
    double grown = 0;
    for (auto _ : state) {
        options.executions = 100'000;
        (void)explore::explore(&bodies::section_counter_2x2, options);
        const double before = private_megabytes();
        options.executions = static_cast<std::uint64_t>(state.range(0)) * 1'000'000;
        (void)explore::explore(&bodies::section_counter_2x2, options);
        grown = private_megabytes() - before;
    }
    state.counters["grown MiB"] = grown;
}
BENCHMARK(memory_over_executions)->Arg(10)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
