// pulse_test.cpp - PulseEvent and SignalObjectAndWait in every schedule.
#include "common/explore/testing/explore_test.hpp"
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
TEST(SignalObjectAndWait, IsNotAtomic) { EXPLORE_EXPECT_FAILURE(hand_over, Outcome::lost_wake_up); }

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
