// waitable_timer_test.cpp - a timer is signaled when its time has come, not before it was started.
#include "common/win32/waitable_timer.hpp"

#include "helpers.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using w32::Reset;
using w32::WaitableTimer;

TEST(WaitableTimer, IsNotSignaledBeforeItWasStarted) {
    EXPECT_FALSE(WaitableTimer(Reset::manual).wait_for(0ms));
}

TEST(WaitableTimer, ManualStaysSignaledUntilStartedAgain) {
    WaitableTimer timer{Reset::manual};
    timer.start(1ms);
    timer.wait();
    EXPECT_TRUE(timer.wait_for(0ms));
    timer.start(1h);
    EXPECT_FALSE(timer.wait_for(0ms));
}

TEST(WaitableTimer, AutomaticIsClearedByTheWaitItEnds) {
    WaitableTimer timer{Reset::automatic};
    timer.start(0ms);
    timer.wait();
    EXPECT_FALSE(timer.wait_for(0ms));
}

TEST(WaitableTimer, ComesAgainWithAPeriod) {
    WaitableTimer timer{Reset::automatic};
    timer.start(1ms, 1ms);
    for (int i = 0; i < 3; ++i) timer.wait();
    timer.cancel();
}

TEST(WaitableTimer, CancelLeavesASignaledTimerSignaled) {
    WaitableTimer timer{Reset::manual};
    timer.start(1ms);
    timer.wait();
    timer.cancel();
    EXPECT_TRUE(timer.wait_for(0ms));
}

TEST(WaitableTimer, CancelStopsTheClock) {
    WaitableTimer timer{Reset::manual};
    timer.start(50ms);
    timer.cancel();
    EXPECT_FALSE(timer.wait_for(150ms));
}

TEST(WaitableTimer, ThrowsWithoutATimer) {
    WaitableTimer timer{Reset::manual};
    const WaitableTimer moved = std::move(timer);
    EXPECT_EQ(helpers::error_of([&] { timer.start(1ms); }), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(helpers::error_of([&] { timer.cancel(); }), DWORD{ERROR_INVALID_HANDLE});
}

}  // namespace
