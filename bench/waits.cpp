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
#include "bench/ping_pong.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/waitable_timer.hpp"

#include <vector>

namespace {

using bench::AutomaticEvent;
using bench::compare;
using bench::Semaphore;
using bench::wake;
using w32::Event;
using w32::Reset;

// What wakes the thread that sleeps on it: wake(), sleep(), and belongs_to_me() by that thread.
struct ManualEvent {
    void belongs_to_me() {}
    void wake() { event.set(); }
    void sleep() {
        event.wait();
        event.reset();
    }
    Event event{Reset::manual};
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

void wake_and_sleep(EventInOneCall& other, EventInOneCall& mine) {
    (void)::SignalObjectAndWait(other.event.get(), mine.event.get(), INFINITE, FALSE);
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
