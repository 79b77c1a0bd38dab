// Which way to be told that a request has ended is quickest, and do more requests at once help?
//
// Each row copies a file of 512 KiB, or reads as much of it at random, in one way of
// chapters/10-iocp/copy, and after each time once more in the synchronous way. Measured: the time
// in which the requests run. Columns: "yardsticks" says how many times as long as the synchronous
// way it takes, "spread_%" how far the slowest time is from the fastest. A copy or a block whose
// hash is wrong voids its row. Not measured: a disk, for the file is in the system's cache; opening
// and closing; a thread that does something useful meanwhile, which is what the other ways are for.
// Read the times in relation to each other, on one machine and system, and take no difference for
// real that is smaller than the spread. Wine carries out each request to a file inside the call:
// its figures say nothing about Windows. For the whole matrix on 256 MiB: copy_compare --full.
#include "chapters/10-iocp/copy/table.hpp"
#include "common/win32/platform.hpp"

#include <benchmark/benchmark.h>

namespace {

constexpr int kRounds = 5;

/// Arguments: how many requests at once, and how many bytes each has.
void measure(benchmark::State& state, copy::Work work, const copy::Source& source,
             const copy::Strategy& strategy) {
    const auto request = static_cast<DWORD>(state.range(1));
    const copy::Setting setting{strategy, static_cast<std::size_t>(state.range(0)), request};
    const copy::Setting yardstick{copy::kStrategies[0], 1, request};
    std::vector<double> mine, other;
    for ([[maybe_unused]] auto round : state) {
        const copy::Measured seen = work(source, setting);
        const copy::Measured synchronous = work(source, yardstick);
        if (!seen.right || !synchronous.right)
            return state.SkipWithError("void: the hash is wrong");
        mine.push_back(seen.seconds);
        other.push_back(synchronous.seconds);
        state.SetIterationTime(seen.seconds);
    }
    const auto [fastest, slowest] = std::minmax_element(mine.begin(), mine.end());
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(source.size));
    state.counters["yardsticks"] = copy::median(mine) / copy::median(other);
    state.counters["spread_%"] = 100 * (*slowest - *fastest) / *fastest;
}

void add_rows(const char* name, copy::Work work, const copy::Source& source) {
    for (const copy::Strategy& strategy : copy::kStrategies) {
        auto* const rows = benchmark::RegisterBenchmark(
            (std::string(name) + ": " + strategy.name).c_str(),
            [=, &source](benchmark::State& state) { measure(state, work, source, strategy); });
        rows->ArgNames({"depth", "request"})->Iterations(kRounds)->UseManualTime();
        for (const std::int64_t request : {4 * 1024, 64 * 1024}) {
            rows->Args({1, request});
            if (&strategy != copy::kStrategies) rows->Args({8, request});
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::AddCustomContext("platform", w32::platform_name());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    const copy::Source source = copy::make_source(512 * 1024, 1);
    add_rows("copy", &copy::copy_file, source);
    add_rows("read at random", &copy::read_at_random, source);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
