// What does it cost to be woken by an object, and to wait for many of them?
//
// wake    A thread wakes another one and waits until that one wakes it: two wake-ups, over and
//         over, by objects of one kind. Not measured: how long anybody has slept; more than two
//         threads.
// look    A wait that has not to wait, for 1 to 64 objects: for any, of which the last is signaled;
//         for all; and, for comparison, one wait for each. Setting the one event is part of it.
//
// Each row is measured in turn with a yardstick, step by step: a pair of automatic events for wake,
// SetEvent and WaitForSingleObject for look. Read the last column: the median, in medians of the
// yardstick, both of this row's run. The first row is the yardstick itself: how far it is from 1 is
// how much chance there is in the others. p50 and p99 are seconds and hold the reading of the
// clock. Wine asks a server process for each of these calls: its figures say nothing about Windows.
#include "common/win32/event.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/waitable_timer.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <vector>

namespace {

using w32::Event;
using w32::Reset;

template <class Step>
double seconds(Step step) {
    const auto begin = std::chrono::steady_clock::now();
    step();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Of the sorted values the one that a share of them does not exceed.
double quantile(const std::vector<double>& sorted, double share) {
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

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
    Event event{Reset::automatic};
};
struct ManualEvent {
    void belongs_to_me() {}
    void wake() { event.set(); }
    void sleep() {
        event.wait();
        event.reset();
    }
    Event event{Reset::manual};
};
struct Semaphore {
    void belongs_to_me() {}
    void wake() { semaphore.release(); }
    void sleep() { semaphore.acquire(); }
    w32::Semaphore semaphore{0, 1};
};
struct Timer {
    void belongs_to_me() {}
    void wake() { timer.start(std::chrono::milliseconds{0}); }
    void sleep() { timer.wait(); }
    w32::WaitableTimer timer{Reset::automatic};
};
struct Message {
    void belongs_to_me() {
        MSG message;
        ::PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);  // makes the queue
        thread = ::GetCurrentThreadId();
    }
    void wake() { w32::check(::PostThreadMessageW(thread, WM_APP, 0, 0), "PostThreadMessageW"); }
    void sleep() {
        MSG message;
        (void)::MsgWaitForMultipleObjects(0, nullptr, FALSE, INFINITE, QS_POSTMESSAGE);
        ::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE);
    }
    DWORD thread = 0;
};
struct EventInOneCall : AutomaticEvent {};

template <class Object>
void wake_and_sleep(Object& other, Object& mine) {
    other.wake();
    mine.sleep();
}
void wake_and_sleep(EventInOneCall& other, EventInOneCall& mine) {
    (void)::SignalObjectAndWait(other.event.get(), mine.event.get(), INFINITE, FALSE);
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
    Event ready_{Reset::manual};
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

struct Objects {
    Objects(std::int64_t count, Reset reset) {
        for (std::int64_t i = 0; i < count; ++i) owners.emplace_back(reset);
        for (const Event& event : owners) handles.push_back(event.get());
    }
    DWORD wait(BOOL all) const {
        return ::WaitForMultipleObjects(static_cast<DWORD>(handles.size()), handles.data(), all, 0);
    }
    std::vector<Event> owners;
    std::vector<HANDLE> handles;
};

template <class Look>
void look(benchmark::State& state, Objects& objects, DWORD wanted, Look look_at_all) {
    Event one{Reset::automatic};
    DWORD answer = wanted;
    compare(
        state,
        [&] {
            objects.owners.back().set();
            const DWORD now = look_at_all();
            if (now != wanted) answer = now;
        },
        [&] {
            one.set();
            (void)one.wait_for(std::chrono::milliseconds{0});
        });
    if (answer != wanted) state.SkipWithError("a wait has answered something else");
}

void for_any(benchmark::State& state) {
    Objects objects(state.range(0), Reset::automatic);
    const DWORD last = WAIT_OBJECT_0 + static_cast<DWORD>(state.range(0) - 1);
    look(state, objects, last, [&] { return objects.wait(FALSE); });
}

void for_all(benchmark::State& state) {
    Objects objects(state.range(0), Reset::manual);
    for (Event& event : objects.owners) event.set();
    // Which success a wait for all answers is not said; so it is only told from a time-out.
    look(state, objects, WAIT_OBJECT_0,
         [&] { return objects.wait(TRUE) == WAIT_TIMEOUT ? WAIT_TIMEOUT : WAIT_OBJECT_0; });
}

void one_by_one(benchmark::State& state) {
    Objects objects(state.range(0), Reset::automatic);
    look(state, objects, WAIT_OBJECT_0, [&] {
        DWORD answer = WAIT_TIMEOUT;
        for (const HANDLE object : objects.handles) answer = ::WaitForSingleObject(object, 0);
        return answer;
    });
}

BENCHMARK(wake<AutomaticEvent>)->Name("wake: automatic event (the yardstick)")->UseManualTime();
BENCHMARK(wake<EventInOneCall>)->Name("wake: SignalObjectAndWait")->UseManualTime();
BENCHMARK(wake<ManualEvent>)->Name("wake: manual event, and reset")->UseManualTime();
BENCHMARK(wake<Semaphore>)->Name("wake: semaphore")->UseManualTime();
BENCHMARK(wake<Timer>)->Name("wake: timer that is due")->UseManualTime();
BENCHMARK(wake<Message>)->Name("wake: message to a thread")->UseManualTime();
BENCHMARK(for_any)->Name("look: any of n")->RangeMultiplier(4)->Range(1, 64)->UseManualTime();
BENCHMARK(for_all)->Name("look: all of n")->RangeMultiplier(4)->Range(1, 64)->UseManualTime();
BENCHMARK(one_by_one)->Name("look: n times one")->RangeMultiplier(4)->Range(1, 64)->UseManualTime();

}  // namespace

int main(int argc, char** argv) {
    benchmark::AddCustomContext("platform", w32::platform_name());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
