// pulse_cases.cpp - PulseEvent, SignalObjectAndWait, and waits that end by their time limit.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"

#include <atomic>

namespace {

using explore::Outcome;

constexpr w32::Timeout kSecond = std::chrono::milliseconds{1000};

void pulse_two(w32::Reset reset) {
    w32::Event event{reset};
    std::atomic<int> woken = 0;
    const auto wait = [&] {
        if (event.wait_for(kSecond)) ++woken;
    };
    w32::Thread first(wait);
    w32::Thread second(wait);
    ::PulseEvent(event.get());
    first.join();
    second.join();
    explore::outcome(std::to_string(woken.load()));
}

EXPLORE_CASE(PulseOfAManualEvent, .options = {.early_time_outs = 0}, .outcomes = {"0", "1", "2"}) {
    pulse_two(w32::Reset::manual);
}
EXPLORE_CASE(PulseOfAnAutomaticEvent, .options = {.early_time_outs = 0}, .outcomes = {"0", "1"}) {
    pulse_two(w32::Reset::automatic);
}

EXPLORE_CASE(PulseThatMayBeLost, .finding = Outcome::lost_wake_up) {
    w32::Event event{w32::Reset::automatic};
    w32::Thread waiter([&] { event.wait(); });
    ::PulseEvent(event.get());
    waiter.join();
}

EXPLORE_CASE(TwoPulsesForTwo, .finding = Outcome::lost_wake_up) {
    w32::Event event{w32::Reset::automatic};
    w32::Thread first([&] { event.wait(); });
    w32::Thread second([&] { event.wait(); });
    ::PulseEvent(event.get());
    ::PulseEvent(event.get());
    first.join();
    second.join();
}

EXPLORE_CASE(PulseOrApc, .finding = Outcome::lost_wake_up, .outcomes = {"apc", "pulse"}) {
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

EXPLORE_CASE(PulsesOfEitherEvent, .outcomes = {"0", "1"}) {
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

// The mutex is free before the wait begins: the pulse may come between.
EXPLORE_CASE(SignaledThenPulsed, .finding = Outcome::lost_wake_up) {
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

EXPLORE_CASE(PingPong, .one_trace = true) {
    w32::Event ping{w32::Reset::automatic}, pong{w32::Reset::automatic};
    w32::Thread other([&] {
        ::WaitForSingleObject(ping.get(), INFINITE);
        ::SignalObjectAndWait(pong.get(), ping.get(), INFINITE, FALSE);
    });
    ::SignalObjectAndWait(ping.get(), pong.get(), INFINITE, FALSE);
    const bool more = ::WaitForSingleObject(pong.get(), 0) == WAIT_OBJECT_0;
    EXPECT_FALSE(more);
    ping.set();
    other.join();
}

// ---- who times out could have been the one that the event was set for

void two_wait(w32::Reset reset) {
    w32::Event event{reset};
    const auto wait = [&] { (void)event.wait_for(kSecond); };
    w32::Thread first(wait);
    w32::Thread second(wait);
    event.set();
    if (::WaitForSingleObject(event.get(), 0) == WAIT_OBJECT_0) event.reset();
    first.join();
    second.join();
}

EXPLORE_CASE(LateTimeOutAutomatic, .options = {.early_time_outs = 0}) {
    two_wait(w32::Reset::automatic);
}
EXPLORE_CASE(LateTimeOutManual, .options = {.early_time_outs = 0}) { two_wait(w32::Reset::manual); }
EXPLORE_CASE(EarlyTimeOutAutomatic) { two_wait(w32::Reset::automatic); }
EXPLORE_CASE(EarlyTimeOutManual) { two_wait(w32::Reset::manual); }

// Which of two limits ends first must not depend on the order of steps that have nothing in common:
// each thread counts the time that it has waited itself.
EXPLORE_CASE(TwoLimitsAfterEarlyTimeOuts,
             .options = {.early_time_outs = 1, .allow_abandoned = true}) {
    w32::Event never{w32::Reset::manual}, nor_this{w32::Reset::automatic};
    w32::Mutex mutex;
    const HANDLE any[] = {mutex.get(), never.get()};
    const HANDLE all[] = {nor_this.get(), never.get()};
    const auto begin = [&] {
        (void)::WaitForSingleObject(never.get(), 10);
        (void)::WaitForMultipleObjects(2, any, FALSE, 10);
    };
    together(begin, [&] {
        begin();
        (void)::WaitForMultipleObjects(2, all, TRUE, 10);
    });
}

}  // namespace
