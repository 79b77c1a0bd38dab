// explore.cpp - how fast is the schedule explorer, and how much does it leave out?
//
// explorer   full, bounded, reduced   a search of one program, again and again for 50 ms; ns/op is
//                       time per execution. executions, redundant: of one search.
//            reduced against full     both in turn; ns/op is a whole reduced search. pruned: the
//                       percent of the schedules that the reduction leaves out; times_faster.
//            corpus     all seeded bugs, or their repaired twins, once; ns/op is for all of them.
//            memory     what so many executions leave behind, in MiB.
//
// The counts are the same on each machine, the times are not. Pin it: start /affinity 1, or
// taskset -c 0.
// Chapters:
#include "common/explore/explore.hpp"
#include "bench/explore/bodies.hpp"
#include "bench/frame/clock.hpp"
#include "bench/frame/frame.hpp"
#include "common/explore/tests/corpus/pair.hpp"

#include <psapi.h>

#include <stdexcept>

namespace {

using bench::Sample;
using explore::Report;
using explore::Search;

using Body = void (*)();

Report run(Body body, Search search) {
    explore::Options options;
    options.search = search;
    options.preemptions = 2;
    options.time = std::chrono::milliseconds(60'000);
    const Report report = explore::explore(body, options);
    if (!report.ok()) throw std::runtime_error(report.sentence);
    return report;
}

double in_figures(std::uint64_t count) { return static_cast<double>(count); }

Sample searches(Body body, Search search) {
    double executions = 0, steps = 0;
    Report report;
    const std::int64_t begin = bench::now_ticks();
    do {
        report = run(body, search);
        executions += in_figures(report.executions);
        steps += in_figures(report.steps);
    } while (bench::ns_since(begin) < bench::round_ns());
    const double ns = bench::ns_since(begin);
    return {ns / executions,
            {{"executions", in_figures(report.executions)},
             {"redundant", in_figures(report.redundant)},
             {"ops_per_s", executions * 1e9 / ns},
             {"steps_per_s", steps * 1e9 / ns}}};
}

// Both searches in turn, so that whatever slows the machine down slows both.
Sample pruned(Body body) {
    constexpr int kReduced = 10;
    const Report all = run(body, Search::full);
    Report some;
    double seconds = 0;
    for (int i = 0; i < kReduced; ++i) {
        some = run(body, Search::dpor);
        seconds += some.seconds / kReduced;
    }
    const double schedules = in_figures(all.executions), traces = in_figures(some.executions);
    return {seconds * 1e9,
            {{"schedules", schedules},
             {"traces", traces},
             {"pruned", 100 * (1 - traces / schedules)},
             {"times_faster", all.seconds / seconds}}};
}

Sample corpus_bugs() {
    double found = 0, slowest = 0, executions = 0;
    const std::int64_t begin = bench::now_ticks();
    for (const Pair& pair : corpus()) {
        const Report report = explore::explore(pair.bug, pair.options);
        // A data race is shown by what it leads to, if that was found.
        found += report.outcome == pair.finding || report.cause_outcome == pair.finding ? 1 : 0;
        slowest = std::max(slowest, report.seconds);
        executions += in_figures(report.failing_execution);
    }
    const double size = in_figures(corpus().size());
    if (found < size) return Sample::nothing("a bug was not found");
    return {bench::ns_since(begin),
            {{"pairs", size}, {"slowest_ns", slowest * 1e9}, {"executions", executions}}};
}

Sample corpus_twins() {
    double exhausted = 0, executions = 0;
    const std::int64_t begin = bench::now_ticks();
    for (const Pair& pair : corpus()) {
        const Report report = explore::explore(pair.twin, pair.options);
        if (!report.ok()) return Sample::nothing("a twin was accused: " + report.sentence);
        exhausted += report.exhausted ? 1 : 0;
        executions += in_figures(report.executions);
    }
    return {bench::ns_since(begin),
            {{"pairs", in_figures(corpus().size())},
             {"exhausted", exhausted},
             {"executions", executions}}};
}

double working_set_mib() {
    PROCESS_MEMORY_COUNTERS counters{};
    counters.cb = sizeof counters;
    w32::check(::K32GetProcessMemoryInfo(::GetCurrentProcess(), &counters, sizeof counters),
               "GetProcessMemoryInfo");
    return static_cast<double>(counters.WorkingSetSize) / (1 << 20);
}

// The memory after them minus that after the first tenth.
Sample memory(std::uint64_t executions) {
    explore::Options options;
    options.search = Search::random;
    options.time = std::chrono::milliseconds(600'000);
    options.executions = executions / 10;
    (void)explore::explore(&bodies::section_counter_2x2, options);
    const double before = working_set_mib();
    options.executions = executions;
    const std::int64_t begin = bench::now_ticks();
    (void)explore::explore(&bodies::section_counter_2x2, options);
    return {bench::ns_since(begin) / in_figures(executions),
            {{"grown_mib", working_set_mib() - before}}};
}

void add_searches(const char* program, Body body, const std::vector<Search>& kinds) {
    for (const Search kind : kinds)
        bench::add("explorer",
                   kind == Search::full      ? "full search"
                   : kind == Search::bounded ? "bounded search"
                                             : "reduced search",
                   {{"program", program}}, [=] { return searches(body, kind); });
}

void add_pruned(const char* program, Body body) {
    bench::add("explorer", "reduced against full", {{"program", program}},
               [=] { return pruned(body); });
}

void add_rows() {
    const std::vector<Search> all = {Search::full, Search::bounded, Search::dpor};
    add_searches("counter 2x2", &bodies::section_counter_2x2, {Search::full, Search::dpor});
    add_searches("counter 3x2", &bodies::section_counter_3x2, all);
    add_searches("philosophers 3x1", &bodies::philosophers_3x1, all);
    add_pruned("counter 3x2", &bodies::section_counter_3x2);
    add_pruned("philosophers 3x1", &bodies::philosophers_3x1);
    if (bench::quick()) return;
    add_searches("pool 4x4", &bodies::pool_4x4, {Search::bounded});
    bench::add("explorer", "corpus", {{"program", "bugs"}}, &corpus_bugs);
    bench::add("explorer", "corpus", {{"program", "twins"}}, &corpus_twins);
    bench::add("explorer", "memory", {{"program", "counter 2x2, 300 000 times"}},
               [] { return memory(300'000); });
}

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, "bench_explore", &add_rows); }
