// What notes/06-events.md claims about pulses, and about stopping by an event.
// Topics: T64 T65 T71
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <vector>

using w32::Event;
using w32::Reset;
using w32::signaled_now;

namespace {

void pulse(const Event& event) { w32::check(::PulseEvent(event.get()), "PulseEvent"); }

}  // namespace

TEST(Pulse, IsLostWhenNobodyWaits) {
    WB_CLAIM("N06-13", "A pulse with nobody waiting is lost, whichever kind the event is.");
    for (const Reset reset : {Reset::automatic, Reset::manual}) {
        const Event event{reset};
        pulse(event);
        EXPECT_FALSE(signaled_now(event.get()));
    }
}

TEST(Pulse, LeavesASetEventReset) {
    WB_CLAIM("N06-14", "A pulse leaves the event reset, even if it was set before.");
    Event event{Reset::manual};
    event.set();
    pulse(event);
    EXPECT_FALSE(signaled_now(event.get()));
}

TEST(Pulse, OfAnAutomaticEventWakesOne) {
    WB_CLAIM("N06-15", "A pulse of an automatic event wakes one of those who wait, not more.");
    constexpr int kWaiters = 3;
    const Event event{Reset::automatic};
    w32::Semaphore woken(0, kWaiters);
    std::vector<w32::Thread> threads;
    for (int i = 0; i < kWaiters; ++i)
        threads.emplace_back([&] {
            (void)w32::wait(event.get(), w32::forever);
            (void)woken.release();
        });
    // Whether they wait already cannot be known, and a lost pulse is given again; so this counts
    // pulses per waiter, not waiters per pulse.
    int pulses = 0;
    for (int passed = 0; passed < kWaiters;) {
        pulse(event);
        ++pulses;
        if (woken.acquire_for(std::chrono::milliseconds{20})) ++passed;
        EXPECT_LE(passed, pulses);
    }
    EXPECT_GE(pulses, kWaiters);
}

TEST(Pulse, MissesAThreadThatAnApcHasTakenOut) {
    WB_CLAIM("N06-16", "A thread that runs an APC is out of its wait, and a pulse misses it.");
    struct Scene {
        Event event{Reset::automatic};
        Event started{Reset::automatic};
        Event in_apc{Reset::automatic};
        Event may_leave{Reset::automatic};
        DWORD first = 0;
        DWORD second = 0;
    } scene;
    w32::Thread waiter([&] {
        scene.started.set();
        scene.first = ::WaitForSingleObjectEx(scene.event.get(), INFINITE, TRUE);
        scene.second = ::WaitForSingleObject(scene.event.get(), 0);
    });
    const auto apc = [](ULONG_PTR argument) {
        Scene& here = *reinterpret_cast<Scene*>(argument);
        here.in_apc.set();
        here.may_leave.wait();
    };
    scene.started.wait();  // an APC that is queued before runs before the thread's first line
    ASSERT_TRUE(::QueueUserAPC(apc, waiter.get(), reinterpret_cast<ULONG_PTR>(&scene)));
    scene.in_apc.wait();
    pulse(scene.event);
    scene.may_leave.set();
    waiter.join();
    EXPECT_EQ(scene.first, DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(scene.second, DWORD{WAIT_TIMEOUT}) << "the pulse is gone";
}

TEST(StopEvent, ComesFirstInTheArray) {
    WB_CLAIM("N06-17", "With work and stop signaled, the wait answers whichever stands first.");
    const Event stop{Reset::manual, true};
    const Event work{Reset::manual, true};
    const HANDLE stop_first[] = {stop.get(), work.get()};
    const HANDLE work_first[] = {work.get(), stop.get()};
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(w32::wait_any(stop_first, w32::forever).index, 0u) << "stop";
        EXPECT_EQ(w32::wait_any(work_first, w32::forever).index, 0u) << "work, in each round";
    }
}

TEST(StopEvent, ThatIsAutomaticStopsOneWorker) {
    WB_CLAIM("N06-18", "An automatic stop event stops one worker; the others never hear of it.");
    Event stop{Reset::automatic};
    Event end{Reset::manual};
    w32::Semaphore gone(0, 2);
    volatile LONG stopped = 0;
    const auto work = [&] {
        const HANDLE either[] = {stop.get(), end.get()};
        if (w32::wait_any(either, w32::forever).index == 0) ::InterlockedIncrement(&stopped);
        (void)gone.release();
    };
    w32::Thread first(work);
    w32::Thread second(work);
    stop.set();
    gone.acquire();
    end.set();
    first.join();
    second.join();
    EXPECT_EQ(stopped, 1);
}
