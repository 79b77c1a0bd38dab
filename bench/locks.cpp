// What does a lock cost, alone and among others, and what do readers gain?
//
// Each round lets some threads take a lock, do a little, and give it back, for a fixed time.
// Measured: time per acquisition of all threads together (the column Time), and what share of them
// the thread had that came off worst: 50 % of two threads is fair. Five rounds per row; "spread" is
// the distance between the best and the worst of them. Not measured: how long a single acquisition
// waits. A row whose protected counter is wrong is void. Read the times in relation to each other,
// on one machine and system, and take no difference for real that is smaller than the spread.
// Wine's mutex is a server process: its figures say nothing about Windows.
#include "common/win32/locks.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/thread.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <vector>

namespace {

constexpr DWORD kRoundMs = 50;
constexpr int kRounds = 5;

struct NoLock {
    void lock() {}
    void unlock() {}
};

struct SpinningSection : w32::CriticalSection {
    SpinningSection() : CriticalSection(4000) {}
};

/// Burns the processor until it is free: the yardstick for short waits.
class SpinLock {
public:
    void lock() {
        while (taken_.exchange(true, std::memory_order_acquire)) YieldProcessor();
    }
    void unlock() { taken_.store(false, std::memory_order_release); }

private:
    std::atomic<bool> taken_ = false;
};

// A chain of dependent steps in registers: the same length whatever the lock does to the caches.
unsigned work(unsigned seed) {
    for (int step = 0; step < 8; ++step) seed = seed * 1664525u + 1013904223u;
    return seed;
}

struct Round {
    double ns_per_take = 0;
    double smallest_share = 0;  // percent
    bool counter_is_right = false;
};

/// What one thread has done. A cache line for each: else they would disturb each other.
struct alignas(64) Tally {
    long long turns = 0;
    long long written = 0;
};

/// Lets as many threads as there are tallies call take(turn) until the time is up, and returns how
/// long that was. take() says whether it has incremented the counter.
template <class Take>
double let_them_take(std::vector<Tally>& tallies, const Take& take) {
    std::atomic<bool> stop = false;
    w32::Event go{w32::Reset::manual};
    std::vector<w32::Thread> workers;
    for (Tally& tally : tallies)
        workers.emplace_back("takes the lock", [&] {
            go.wait();
            Tally mine;
            while (!stop.load(std::memory_order_relaxed))
                mine.written += take(mine.turns++) ? 1 : 0;
            tally = mine;
        });
    const auto start = std::chrono::steady_clock::now();
    go.set();
    ::Sleep(kRoundMs);  // the length of the round, no synchronization
    stop = true;
    workers.clear();  // joins
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    return spent.count();
}

template <class Take>
Round run_round(int threads, const Take& take, const long long& counter) {
    std::vector<Tally> tallies(static_cast<std::size_t>(threads));
    const long long before = counter;
    const double ns = let_them_take(tallies, take);
    long long turns = 0;
    long long written = 0;
    long long fewest = tallies[0].turns;
    for (const Tally& tally : tallies) {
        turns += tally.turns;
        written += tally.written;
        fewest = std::min(fewest, tally.turns);
    }
    const double all = static_cast<double>(std::max(turns, 1ll));
    return {ns / all, 100 * static_cast<double>(fewest) / all, counter - before == written};
}

template <class Take>
void run_rounds(benchmark::State& state, int threads, const Take& take, const long long& counter) {
    double best = 0;
    double worst = 0;
    double smallest_share = 100;
    for ([[maybe_unused]] auto step : state) {
        const Round round = run_round(threads, take, counter);
        if (!round.counter_is_right) return state.SkipWithError("void: the counter is wrong");
        state.SetIterationTime(round.ns_per_take * 1e-9);
        best = best == 0 ? round.ns_per_take : std::min(best, round.ns_per_take);
        worst = std::max(worst, round.ns_per_take);
        smallest_share = std::min(smallest_share, round.smallest_share);
    }
    state.counters["spread_%"] = best == 0 ? 0 : 100 * (worst - best) / best;
    state.counters["smallest_share_%"] = smallest_share;
}

/// Argument: how many threads.
template <class Lock>
void take_and_release(benchmark::State& state) {
    Lock lock;
    long long counter = 0;
    unsigned seed = 1;
    const auto take = [&](long long) {
        lock.lock();
        seed = work(seed);
        ++counter;
        lock.unlock();
        return true;
    };
    run_rounds(state, static_cast<int>(state.range(0)), take, counter);
    benchmark::DoNotOptimize(seed);
}

/// Argument: of a hundred turns of each of four threads, how many write.
template <class Lock, bool kReadersShare>
void readers_and_writers(benchmark::State& state) {
    Lock lock;
    long long counter = 0;
    std::atomic<unsigned> sink = 0;
    const long long writes = state.range(0);
    const auto take = [&](long long turn) {
        if (turn % 100 < writes) {
            lock.lock();
            ++counter;
            lock.unlock();
            return true;
        }
        if constexpr (kReadersShare)
            lock.lock_shared();
        else
            lock.lock();
        const unsigned seen = work(static_cast<unsigned>(counter));
        if constexpr (kReadersShare)
            lock.unlock_shared();
        else
            lock.unlock();
        if (seen == 0) sink.store(seen, std::memory_order_relaxed);  // keeps the work
        return false;
    };
    run_rounds(state, 4, take, counter);
}

#define WB_LOCK(type, name)           \
    BENCHMARK(take_and_release<type>) \
        ->Name(name)                  \
        ->ArgName("threads")          \
        ->Arg(1)                      \
        ->Arg(2)                      \
        ->Arg(4)                      \
        ->Iterations(kRounds)         \
        ->UseManualTime()
BENCHMARK(take_and_release<NoLock>)
    ->Name("no lock")
    ->ArgName("threads")
    ->Arg(1)
    ->Iterations(kRounds)
    ->UseManualTime();
WB_LOCK(w32::CriticalSection, "critical section");
WB_LOCK(SpinningSection, "critical section, spin count 4000");
WB_LOCK(w32::SrwLock, "SRW lock, exclusive");
WB_LOCK(SpinLock, "spin lock");
WB_LOCK(std::mutex, "std::mutex");
WB_LOCK(w32::Mutex, "mutex (kernel)");

#define WB_READERS(type, share, name)           \
    BENCHMARK(readers_and_writers<type, share>) \
        ->Name(name)                            \
        ->ArgName("writes_of_100")              \
        ->Arg(0)                                \
        ->Arg(1)                                \
        ->Arg(10)                               \
        ->Arg(50)                               \
        ->Arg(100)                              \
        ->Iterations(kRounds)                   \
        ->UseManualTime()
WB_READERS(w32::SrwLock, true, "4 threads, SRW lock, readers share");
WB_READERS(w32::SrwLock, false, "4 threads, SRW lock, all exclusive");
WB_READERS(w32::CriticalSection, false, "4 threads, critical section");

}  // namespace

int main(int argc, char** argv) {
    benchmark::AddCustomContext("platform", w32::platform_name());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
