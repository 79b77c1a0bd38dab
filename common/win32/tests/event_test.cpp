// event_test.cpp - a flag that is kept until somebody clears it.
#include "common/win32/event.hpp"

#include "common/win32/thread.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using w32::Event;
using w32::Reset;

TEST(Event, StartsAsAsked) {
    EXPECT_FALSE(Event(Reset::manual).wait_for(0ms));
    EXPECT_TRUE(Event(Reset::manual, true).wait_for(0ms));
}

TEST(Event, ManualStaysSetUntilReset) {
    Event event{Reset::manual};
    event.set();
    EXPECT_TRUE(event.wait_for(0ms));
    EXPECT_TRUE(event.wait_for(0ms));
    event.reset();
    EXPECT_FALSE(event.wait_for(0ms));
}

TEST(Event, AutomaticIsClearedByTheWaitItEnds) {
    Event event{Reset::automatic};
    event.set();
    event.set();  // a flag, not a counter
    EXPECT_TRUE(event.wait_for(0ms));
    EXPECT_FALSE(event.wait_for(0ms));
}

TEST(Event, WaitBlocksUntilItIsSet) {
    Event event{Reset::automatic};
    const w32::Thread waiter([&] { event.wait(); });
    (void)helpers::seen_waiting(waiter.id());
    event.set();
}

TEST(Event, ThrowsWhenItsHandleWasClosed) {
    Event event{Reset::manual};
    const w32::Event moved = std::move(event);  // the old object holds nothing now
    EXPECT_EQ(helpers::error_of([&] { event.set(); }), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(helpers::error_of([&] { event.reset(); }), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(helpers::error_of([&] { event.wait(); }), DWORD{ERROR_INVALID_HANDLE});
}

}  // namespace
