// round.cpp - gates before and behind the body of each thread.
#include "bench/frame/round.hpp"

#include "bench/frame/clock.hpp"
#include "bench/frame/cpu.hpp"
#include "bench/frame/frame.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <stdexcept>

namespace bench {
namespace {

using w32::Reset;

/// Opens when the last of so many has come.
class Meeting {
public:
    explicit Meeting(std::size_t expected) : missing_(expected) {}
    void come() {
        if (--missing_ == 0) all_here_.set();
    }
    void wait() { all_here_.wait(); }

private:
    std::atomic<std::size_t> missing_;
    w32::Event all_here_{Reset::manual};
};

class Crew {
public:
    using Body = std::function<void(std::size_t, const Stop&)>;

    Crew(std::size_t threads, const Body& body) : body_(body), ready_(threads), done_(threads) {
        try {
            for (std::size_t i = 0; i < threads; ++i)
                workers_.emplace_back("in a round", [this, i] { work(i); });
        } catch (...) {  // those that have started must not wait for ever
            stop_.set();
            go_.set();
            leave_.set();
            throw;
        }
    }

    Round run() {
        ready_.wait();
        const CpuSpan cpu;
        const std::int64_t begin = now_ticks();
        go_.set();
        ::Sleep(static_cast<DWORD>(round_ns() / 1e6));  // the round's length, no synchronization
        stop_.set();
        done_.wait();
        Round round{ns_since(begin), cpu.known() ? cpu.ns() : -1};
        leave_.set();
        workers_.clear();  // joins
        if (!failure_.empty()) throw std::runtime_error(failure_);
        return round;
    }

private:
    void work(std::size_t number) {
        ready_.come();
        go_.wait();
        try {
            body_(number, stop_);
        } catch (const std::exception& error) {
            if (!failed_.exchange(true)) failure_ = error.what();
            stop_.set();
        }
        done_.come();
        leave_.wait();
    }

    const Body& body_;
    Meeting ready_, done_;
    w32::Event go_{Reset::manual};
    w32::Event leave_{Reset::manual};
    Stop stop_;
    std::atomic<bool> failed_ = false;
    std::string failure_;               // written by the one that was first; read after joining
    std::vector<w32::Thread> workers_;  // last: joined before anything else goes
};

}  // namespace

Round run_round(std::size_t threads, const std::function<void(std::size_t, const Stop&)>& body) {
    return Crew(threads, body).run();
}

double round_ns() { return quick() ? 10e6 : 50e6; }

Sample time_many(const std::function<void()>& step) {
    constexpr double kLooksPerRound = 50;
    step();  // whatever only the first one costs
    double ns = 0;
    double steps = 0;
    for (std::int64_t batch = 1; ns < round_ns();) {
        const std::int64_t begin = now_ticks();
        for (std::int64_t i = 0; i < batch; ++i) step();
        const double took = ns_since(begin);
        ns += took;
        steps += static_cast<double>(batch);
        if (took < round_ns() / kLooksPerRound) batch *= 2;
    }
    return {ns / steps, {{"ops_per_s", steps * 1e9 / ns}}};
}

Sample time_each(const std::function<void()>& step) {
    step();
    Histogram times;
    const std::int64_t begin = now_ticks();
    std::int64_t last = begin;
    do {
        step();
        const std::int64_t now = now_ticks();
        times.add(ticks_between(last, now));
        last = now;
    } while (ns_between(begin, last) < round_ns());
    const double ns = ns_between(begin, last);
    Sample sample{ns / static_cast<double>(times.size()),
                  {{"ops_per_s", static_cast<double>(times.size()) * 1e9 / ns}}};
    for (const auto& counter : quantiles_of(times)) sample.counters.push_back(counter);
    return sample;
}

Counters quantiles_of(const Histogram& histogram, bool with_p999) {
    const auto ns = [&](double share) { return histogram.quantile(share) * kNsPerTick; };
    Counters counters = {{"p50_ns", ns(0.5)}, {"p99_ns", ns(0.99)}};
    if (with_p999) counters.emplace_back("p999_ns", ns(0.999));
    counters.emplace_back("longest_ns", static_cast<double>(histogram.largest()) * kNsPerTick);
    return counters;
}

}  // namespace bench
