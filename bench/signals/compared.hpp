// compared.hpp - two things measured in turn, so that whatever disturbs one disturbs the other.
#pragma once

#include "bench/frame/clock.hpp"
#include "bench/frame/frame.hpp"

namespace bench {

/// For a round: one step, one of the yardstick, and so on. Each answers how many ticks it took. The
/// sample holds the first one's; "yardsticks" counts its median in medians of the yardstick.
template <class Step, class Yardstick>
Sample compare(const Step& step, const Yardstick& yardstick) {
    (void)step();  // whatever only the first one costs
    (void)yardstick();
    Histogram mine;
    Histogram other;
    double ticks = 0;
    const std::int64_t begin = now_ticks();
    do {
        const std::uint64_t took = step();
        ticks += static_cast<double>(took);
        mine.add(took);
        other.add(yardstick());
    } while (ns_since(begin) < round_ns());
    Sample sample{ticks * kNsPerTick / static_cast<double>(mine.size()), {}};
    sample.counters.emplace_back("yardsticks",
                                 mine.quantile(0.5) / std::max(other.quantile(0.5), 1.0));
    for (const auto& figure : quantiles_of(mine)) sample.counters.push_back(figure);
    return sample;
}

/// Runs `step` and answers how many ticks it took.
template <class Step>
std::uint64_t timed(const Step& step) {
    const std::int64_t begin = now_ticks();
    step();
    return ticks_between(begin, now_ticks());
}

}  // namespace bench
