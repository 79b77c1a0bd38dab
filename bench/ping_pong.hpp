// ping_pong.hpp - two threads that wake each other, measured against a yardstick step by step.
//
//     struct MyObject { void belongs_to_me(); void wake(); void sleep(); };
//     BENCHMARK(bench::wake<MyObject>)->UseManualTime();
#pragma once

#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <vector>

namespace bench {

template <class Step>
double seconds(Step step) {
    const auto begin = std::chrono::steady_clock::now();
    step();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Of the sorted values the one that a share of them does not exceed.
inline double quantile(const std::vector<double>& sorted, double share) {
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

/// Measures both in turn, and counts the one in medians of the other.
template <class Step, class Yardstick>
void compare(benchmark::State& state, Step step, Yardstick yardstick) {
    std::vector<double> mine;
    std::vector<double> other;
    for ([[maybe_unused]] auto round : state) {
        mine.push_back(seconds(step));
        other.push_back(seconds(yardstick));
        state.SetIterationTime(mine.back());
    }
    std::sort(mine.begin(), mine.end());
    std::sort(other.begin(), other.end());
    state.counters["p50"] = quantile(mine, 0.5);
    state.counters["p99"] = quantile(mine, 0.99);
    state.counters["yardsticks"] = quantile(mine, 0.5) / quantile(other, 0.5);
}

// What wakes the thread that sleeps on it: wake(), sleep(), and belongs_to_me() by that thread.
struct AutomaticEvent {
    void belongs_to_me() {}
    void wake() { event.set(); }
    void sleep() { event.wait(); }
    w32::Event event{w32::Reset::automatic};
};

struct Semaphore {
    void belongs_to_me() {}
    void wake() { semaphore.release(); }
    void sleep() { semaphore.acquire(); }
    w32::Semaphore semaphore{0, 1};
};

template <class Object>
void wake_and_sleep(Object& other, Object& mine) {
    other.wake();
    mine.sleep();
}

/// A thread that wakes whoever has woken it.
template <class Object>
class Partner {
public:
    Partner() {
        mine_.belongs_to_me();
        thread_ = w32::Thread([this] { answer(); });
        ready_.wait();
    }
    ~Partner() {
        stop_ = true;
        its_.wake();
    }
    Partner(const Partner&) = delete;
    Partner& operator=(const Partner&) = delete;

    void round() { wake_and_sleep(its_, mine_); }

private:
    void answer() {
        its_.belongs_to_me();
        ready_.set();
        its_.sleep();
        while (!stop_) wake_and_sleep(mine_, its_);
    }

    Object its_;
    Object mine_;
    w32::Event ready_{w32::Reset::manual};
    std::atomic<bool> stop_ = false;
    w32::Thread thread_;
};

template <class Object>
void wake(benchmark::State& state) {
    Partner<Object> partner;
    Partner<AutomaticEvent> yardstick;
    compare(
        state, [&] { partner.round(); }, [&] { yardstick.round(); });
}

}  // namespace bench
