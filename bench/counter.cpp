// What does it cost to count on several threads?
//
// Each row lets 1 to N threads add 1 again and again, for a fixed time; N is the number of
// processors, 4 at most. The column to look at is items_per_second: additions of all threads
// together. Rows:
//     no lock       each thread its own variable on its own stack: the yardstick
//     plain ++      one variable; on several threads the count is wrong, and `lost` says by how
//     much Interlocked, std::atomic, CRITICAL_SECTION, SRWLOCK      one variable, each addition
//     counts neighbours    a variable per thread, all in one cache line (false sharing) padded a
//     variable per thread, a cache line for each
// Not measured: what happens to a thread that has to wait (who gets how many turns, how long).
// With one processor no row shows any contention. Wine's locks are not those of Windows: its
// figures say nothing about Windows. A row whose protected count is wrong is void.
#include "common/win32/locks.hpp"
#include "common/win32/platform.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>

namespace {

constexpr int kMostThreads = 4;

struct alignas(64) Padded {
    LONG64 volatile count = 0;
};

// One of each, all in cache lines of their own.
struct alignas(64) Shared {
    alignas(64) LONG64 volatile plain = 0;
    alignas(64) LONG64 volatile interlocked = 0;
    alignas(64) std::atomic<LONG64> atomic = 0;
    alignas(64) w32::CriticalSection section;
    alignas(64) LONG64 in_section = 0;
    alignas(64) w32::SrwLock slim;
    alignas(64) LONG64 in_slim = 0;
    alignas(64) LONG64 volatile neighbours[kMostThreads] = {};
    Padded padded[kMostThreads];
};
Shared shared;

/// Lets each thread add by `add`, and has the first one compare the sum. `total` may be wrong only
/// in a row that nobody protects.
template <class Add, class Total>
void count(benchmark::State& state, bool is_protected, Add add, Total total) {
    LONG64 before = 0;
    if (state.thread_index() == 0) before = total();
    for ([[maybe_unused]] auto step : state) add(state.thread_index());
    state.SetItemsProcessed(state.iterations());
    if (state.thread_index() != 0) return;
    const LONG64 expected = before + state.iterations() * state.threads();
    if (is_protected && total() != expected) state.SkipWithError("void: the count is wrong");
    if (!is_protected) state.counters["lost"] = static_cast<double>(expected - total());
}

LONG64 sum(const LONG64 volatile* counts) {
    LONG64 all = 0;
    for (int i = 0; i < kMostThreads; ++i) all += counts[i];
    return all;
}

void no_lock(benchmark::State& state) {
    LONG64 volatile own = 0;
    for ([[maybe_unused]] auto step : state) own = own + 1;
    state.SetItemsProcessed(state.iterations());
}

void plain(benchmark::State& state) {
    count(
        state, false, [](int) { shared.plain = shared.plain + 1; }, [] { return shared.plain; });
}

void interlocked(benchmark::State& state) {
    count(
        state, true, [](int) { ::InterlockedIncrement64(&shared.interlocked); },
        [] { return shared.interlocked; });
}

void std_atomic(benchmark::State& state) {
    count(
        state, true, [](int) { ++shared.atomic; }, [] { return shared.atomic.load(); });
}

void critical_section(benchmark::State& state) {
    const auto add = [](int) {
        const w32::Guard hold(shared.section);
        ++shared.in_section;
    };
    count(state, true, add, [] { return shared.in_section; });
}

void srw_lock(benchmark::State& state) {
    const auto add = [](int) {
        const w32::Guard hold(shared.slim);
        ++shared.in_slim;
    };
    count(state, true, add, [] { return shared.in_slim; });
}

void neighbours(benchmark::State& state) {
    count(
        state, true, [](int i) { shared.neighbours[i] = shared.neighbours[i] + 1; },
        [] { return sum(shared.neighbours); });
}

void padded(benchmark::State& state) {
    count(
        state, true, [](int i) { shared.padded[i].count = shared.padded[i].count + 1; },
        [] {
            LONG64 all = 0;
            for (const Padded& one : shared.padded) all += one.count;
            return all;
        });
}

void add_row(const char* name, void (*row)(benchmark::State&), int threads) {
    benchmark::RegisterBenchmark(name, row)->ThreadRange(1, threads)->UseRealTime();
}

}  // namespace

int main(int argc, char** argv) {
    SYSTEM_INFO system{};
    ::GetSystemInfo(&system);
    const int threads = std::min(kMostThreads, static_cast<int>(system.dwNumberOfProcessors));
    benchmark::AddCustomContext("platform", w32::platform_name());
    add_row("no lock", &no_lock, threads);
    add_row("plain ++", &plain, threads);
    add_row("InterlockedIncrement64", &interlocked, threads);
    add_row("std::atomic ++", &std_atomic, threads);
    add_row("CRITICAL_SECTION", &critical_section, threads);
    add_row("SRWLOCK", &srw_lock, threads);
    add_row("neighbours", &neighbours, threads);
    add_row("padded", &padded, threads);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
