// lock_round.hpp - one measurement of a lock: a round for the throughput, a second one for waits.
//
//     bench::Sample sample = bench::measure_turns(4, take_one_turn, count_is_right);
//
// In the second round each acquisition is timed; reading the clock would be a good part of what the
// first one measures.
#pragma once

#include "bench/frame/clock.hpp"
#include "bench/frame/frame.hpp"

#include <benchmark/benchmark.h>

namespace bench {

/// What one thread has done. A cache line for each: else they would disturb each other.
struct alignas(64) Tally {
    LONG64 turns = 0;
    LONG64 counted = 0;  ///< turns that have added 1 to the counter
    Histogram waits{};
};

struct TurnsSeen {
    double ns_per_turn;
    double cpu_ns_per_turn;  ///< negative: not known
    std::vector<double> turns;
    double all_turns;
    LONG64 counted;
    Histogram waits;
};

/// `turn(tally, turn_number, thread, timed)` takes the lock once.
template <bool kTimed, class Turn>
TurnsSeen run_turns(std::size_t threads, const Turn& turn) {
    std::vector<Tally> tallies(threads);
    const Round round = run_round(threads, [&](std::size_t me, const Stop& stop) {
        Tally mine;
        unsigned seed = static_cast<unsigned>(me) + 1;
        while (!stop) seed = turn.template operator()<kTimed>(mine, me, seed);
        benchmark::DoNotOptimize(seed);
        tallies[me] = mine;
    });
    TurnsSeen seen{};
    for (const Tally& tally : tallies) {
        seen.turns.push_back(static_cast<double>(tally.turns));
        seen.all_turns += static_cast<double>(tally.turns);
        seen.counted += tally.counted;
        if (kTimed) seen.waits.add(tally.waits);
    }
    seen.ns_per_turn = round.ns / std::max(seen.all_turns, 1.0);
    seen.cpu_ns_per_turn = round.cpu_ns < 0 ? -1 : round.cpu_ns / std::max(seen.all_turns, 1.0);
    return seen;
}

/// Both rounds. `counter()` is what stands in the counter now.
template <class Turn, class Counter>
Sample measure_turns(std::size_t threads, const Turn& turn, const Counter& counter) {
    const TurnsSeen seen = run_turns<false>(threads, turn);
    const TurnsSeen timed = run_turns<true>(threads, turn);
    const LONG64 expected = seen.counted + timed.counted;
    if (counter() != expected)
        return Sample::nothing("the counter is " + std::to_string(counter()) + ", not " +
                               std::to_string(expected));
    Sample sample{seen.ns_per_turn, {{"ops_per_s", 1e9 / seen.ns_per_turn}}};
    if (seen.cpu_ns_per_turn >= 0) sample.counters.emplace_back("cpu_ns", seen.cpu_ns_per_turn);
    sample.counters.emplace_back("smallest_share", smallest_share_percent(seen.turns));
    sample.counters.emplace_back("jain", jain_index(seen.turns));
    for (const auto& figure : quantiles_of(timed.waits, true)) sample.counters.push_back(figure);
    return sample;
}

/// Runs `acquire`; with its time in the histogram if wanted.
template <bool kTimed, class Acquire>
void acquire_timed(Tally& tally, const Acquire& acquire) {
    if constexpr (kTimed) {
        const std::int64_t begin = now_ticks();
        acquire();
        tally.waits.add(ticks_between(begin, now_ticks()));
    } else {
        acquire();
    }
}

}  // namespace bench
