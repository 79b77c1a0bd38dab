// round.hpp - some threads do something again and again, for a fixed time.
//
//     const bench::Round round = bench::run_round(4, [&](std::size_t me, const bench::Stop& stop) {
//         while (!stop) ++turns[me];
//     });
//
// All threads are there before the first one begins, and none is gone before the last one has
// ended: what starting and ending a thread costs is not in the figures.
#pragma once

#include "bench/frame/stats.hpp"
#include "bench/frame/table.hpp"

#include <atomic>
#include <functional>

namespace bench {

/// "The time is up." Costs a load from a cache line that nobody writes until then.
class Stop {
public:
    explicit operator bool() const noexcept { return now_.load(std::memory_order_relaxed); }
    void set() noexcept { now_ = true; }

private:
    std::atomic<bool> now_ = false;
};

struct Round {
    double ns = 0;       ///< from the start signal until the last thread has ended its body
    double cpu_ns = -1;  ///< processor time meanwhile, of all; negative: not known
};

/// Runs `body(number, stop)` on so many threads; each has to return soon after `stop`. Throws
/// std::runtime_error with what a body threw.
Round run_round(std::size_t threads,
                const std::function<void(std::size_t number, const Stop& stop)>& body);

/// How long a round is: 50 ms, 10 with --quick.
double round_ns();

/// Does `step` again and again for a round, on this thread, and looks at the clock rarely.
Sample time_many(const std::function<void()>& step);

/// As time_many, but with the time of each step: p50_ns, p99_ns, longest_ns.
Sample time_each(const std::function<void()>& step);

/// "p50_ns", "p99_ns" and so on of a histogram of ticks (clock.hpp), for a row.
Counters quantiles_of(const Histogram& histogram, bool with_p999 = false);

}  // namespace bench
