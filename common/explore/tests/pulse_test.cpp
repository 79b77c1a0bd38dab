// pulse_test.cpp - PulseEvent and SignalObjectAndWait in every schedule.
#include "common/explore/tests/comparison.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

namespace {

using explore::Outcome;

void pulse_or_set(w32::Reset reset, bool pulse) {
    w32::Event event{reset};
    w32::Thread waiter([&] { event.wait(); });
    if (pulse)
        ::PulseEvent(event.get());
    else
        event.set();
    waiter.join();
}

TEST(PulseEvent, IsLostIfNobodyWaits) {
    EXPLORE_EXPECT_FAILURE([] { pulse_or_set(w32::Reset::automatic, true); },
                           Outcome::lost_wake_up);
    EXPLORE_EXPECT_FAILURE([] { pulse_or_set(w32::Reset::manual, true); }, Outcome::lost_wake_up);
}

EXPLORE_TEST(SetEvent, IsNotLostIfNobodyWaits) {
    pulse_or_set(w32::Reset::automatic, false);
    pulse_or_set(w32::Reset::manual, false);
}

EXPLORE_TEST(PulseEvent, LeavesTheEventReset) {
    w32::Event event{w32::Reset::manual, true};
    EXPECT_TRUE(::PulseEvent(event.get()));
    EXPECT_FALSE(w32::signaled_now(event.get()));
}

void how_many(w32::Reset reset) {
    w32::Event event{reset};
    std::atomic<int> woken = 0;
    const auto wait = [&] {
        if (event.wait_for(w32::Timeout{std::chrono::milliseconds{1000}})) ++woken;
    };
    w32::Thread first(wait);
    w32::Thread second(wait);
    ::PulseEvent(event.get());
    first.join();
    second.join();
    explore::outcome(std::to_string(woken.load()));
}

TEST(PulseEvent, WakesAllOrOneOfThoseWhoWait) {
    explore::Report report = explore::explore([] { how_many(w32::Reset::manual); });
    EXPECT_TRUE(report.ok()) << report.sentence;
    EXPECT_EQ(report.outcomes, (std::set<std::string>{"0", "1", "2"}));
    report = explore::explore([] { how_many(w32::Reset::automatic); });
    EXPECT_TRUE(report.ok()) << report.sentence;
    EXPECT_EQ(report.outcomes, (std::set<std::string>{"0", "1"}));
}

TEST(PulseEvent, BothSearchesFindTheSameTraces) {
    explore::expect_same_of_several_traces([] { how_many(w32::Reset::manual); },
                                           {.early_time_outs = 0});
    explore::expect_same_of_several_traces([] { how_many(w32::Reset::automatic); },
                                           {.early_time_outs = 0});
    explore::expect_same_of_several_traces([] { pulse_or_set(w32::Reset::automatic, true); });
}

void two_pulses() {
    w32::Event event{w32::Reset::automatic};
    w32::Thread first([&] { event.wait(); });
    w32::Thread second([&] { event.wait(); });
    ::PulseEvent(event.get());
    ::PulseEvent(event.get());
    first.join();
    second.join();
}

TEST(PulseEvent, TwoPulsesMayWakeTwo) { explore::expect_same_of_several_traces(two_pulses); }

void pulse_or_apc() {
    w32::Event event{w32::Reset::automatic};
    w32::Thread waiter([&] {
        const DWORD ended = ::WaitForSingleObjectEx(event.get(), INFINITE, TRUE);
        explore::outcome(ended == WAIT_IO_COMPLETION ? "apc" : "pulse");
    });
    w32::Thread other([&] { ::PulseEvent(event.get()); });
    ::QueueUserAPC([](ULONG_PTR) {}, waiter.get(), 0);
    other.join();
    waiter.join();
}

TEST(PulseEvent, MeetsAnApc) {
    explore::expect_same_of_several_traces(pulse_or_apc);
    const explore::Report report = explore::explore(&pulse_or_apc, {.stop_at_first = false});
    EXPECT_EQ(report.outcomes, (std::set<std::string>{"apc", "pulse"}));
}

void either_event() {
    w32::Event a{w32::Reset::automatic}, b{w32::Reset::automatic};
    w32::Thread waiter([&] {
        const HANDLE both[] = {a.get(), b.get()};
        explore::outcome(std::to_string(::WaitForMultipleObjects(2, both, FALSE, INFINITE)));
    });
    w32::Thread other([&] { ::PulseEvent(a.get()); });
    ::PulseEvent(b.get());
    b.set();
    other.join();
    waiter.join();
}

TEST(PulseEvent, OfTwoEventsTheFirstPulseCounts) {
    explore::expect_same_of_several_traces(either_event);
}

// ---- SignalObjectAndWait

EXPLORE_TEST(SignalObjectAndWait, SignalsAndWaits) {
    w32::Event ask{w32::Reset::automatic}, answer{w32::Reset::automatic};
    w32::Thread server([&] {
        ask.wait();
        answer.set();
    });
    EXPECT_EQ(::SignalObjectAndWait(ask.get(), answer.get(), INFINITE, FALSE),
              DWORD{WAIT_OBJECT_0});
    server.join();
}

void thread_is_no_signal() {
    w32::Event answer{w32::Reset::automatic};
    w32::Thread server([] {});
    EXPECT_EQ(::SignalObjectAndWait(server.get(), answer.get(), 0, FALSE), WAIT_FAILED);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    server.join();
}

EXPLORE_TEST(SignalObjectAndWait, RefusesAThread) { thread_is_no_signal(); }

void hand_over() {
    w32::Mutex mutex;
    (void)mutex.lock();
    w32::Event done{w32::Reset::automatic};
    w32::Thread other([&] {
        (void)mutex.lock();
        mutex.unlock();
        ::PulseEvent(done.get());
    });
    ::SignalObjectAndWait(mutex.get(), done.get(), INFINITE, FALSE);
    other.join();
}

// The mutex is free before the wait begins: the pulse may come between.
TEST(SignalObjectAndWait, IsNotAtomic) {
    EXPLORE_EXPECT_FAILURE(hand_over, Outcome::lost_wake_up);
    explore::expect_same_of_several_traces(hand_over);
}

TEST(SignalObjectAndWait, FindsAMutexThatIsNotOwned) {
    EXPLORE_EXPECT_FAILURE(
        [] {
            w32::Mutex mutex;
            w32::Event event{w32::Reset::automatic};
            ::SignalObjectAndWait(mutex.get(), event.get(), 0, FALSE);
        },
        Outcome::not_owner);
}

}  // namespace
