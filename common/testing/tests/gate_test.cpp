// gate_test.cpp - threads stop where they are told to, and go on when they are told to.
#include "common/testing/gate.hpp"

#include "common/win32/thread.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>

namespace {

using namespace std::chrono_literals;
using workbook::Gate;

TEST(Gate, PointWithoutAGateCostsNothing) { WB_POINT("nobody-holds-this"); }

TEST(Gate, HoldsAThreadUntilThePointIsOpened) {
    Gate gate;
    gate.hold("middle");
    std::atomic<bool> passed{false};
    w32::Thread thread([&] {
        WB_POINT("middle");
        passed = true;
    });
    ASSERT_TRUE(gate.wait_for_arrivals("middle", 1, w32::forever));
    EXPECT_TRUE(gate.is_held("middle", thread.id()));
    EXPECT_FALSE(passed);
    gate.open("middle");
    thread.join();
    EXPECT_TRUE(passed);
    EXPECT_FALSE(gate.is_held("middle", thread.id()));
}

TEST(Gate, OpenPointHoldsNobodyWhoComesLater) {
    Gate gate;
    gate.hold("middle");
    gate.open("middle");
    WB_POINT("middle");
    EXPECT_EQ(gate.arrivals("middle"), 1);
}

TEST(Gate, LetsOneOfTwoThrough) {
    Gate gate;
    gate.hold("middle");
    w32::Thread first([] { WB_POINT("middle"); });
    w32::Thread second([] { WB_POINT("middle"); });
    ASSERT_TRUE(gate.wait_for_arrivals("middle", 2, w32::forever));
    gate.let_through("middle", second.id());
    second.join();
    EXPECT_TRUE(gate.is_held("middle", first.id()));
    gate.let_through("middle", first.id());
    first.join();
    EXPECT_EQ(gate.arrivals("middle"), 2);
}

TEST(Gate, HoldsAThreadAgainThatComesAgain) {
    Gate gate;
    gate.hold("middle");
    w32::Thread thread([] {
        WB_POINT("middle");
        WB_POINT("middle");
    });
    ASSERT_TRUE(gate.wait_for_arrivals("middle", 1, w32::forever));
    gate.let_through("middle", thread.id());
    ASSERT_TRUE(gate.wait_for_arrivals("middle", 2, w32::forever));
    EXPECT_TRUE(gate.is_held("middle", thread.id()));
    gate.open("middle");
}

TEST(Gate, CountsArrivalsAndTimesOut) {
    Gate gate;
    EXPECT_EQ(gate.arrivals("never"), 0);
    EXPECT_FALSE(gate.wait_for_arrivals("never", 1, 1ms));
    WB_POINT("b");
    WB_POINT("a");
    WB_POINT("b");
    EXPECT_EQ(gate.arrivals("b"), 2);
    EXPECT_EQ(gate.points_seen(), (std::vector<std::string>{"b", "a"}));
}

TEST(Gate, OpensEverythingWhenItIsDestroyed) {
    w32::Thread first, second;
    {
        Gate gate;
        gate.hold("one");
        gate.hold("two");
        first = w32::Thread([] { WB_POINT("one"); });
        second = w32::Thread([] { WB_POINT("two"); });
        ASSERT_TRUE(gate.wait_for_arrivals("one", 1, w32::forever));
        ASSERT_TRUE(gate.wait_for_arrivals("two", 1, w32::forever));
    }
    first.join();
    second.join();
}

TEST(Gate, NextOneAtTheSameAddressHoldsNobodyOfTheLast) {
    std::optional<Gate> gate(std::in_place);
    gate->hold("middle");
    const w32::Thread thread([] { WB_POINT("middle"); });
    ASSERT_TRUE(gate->wait_for_arrivals("middle", 1, w32::forever));
    gate.emplace();
    EXPECT_EQ(gate->arrivals("middle"), 0);
}

TEST(Gate, PointKeepsTheLastError) {
    Gate gate;
    gate.hold("middle");
    DWORD error = 0;
    w32::Thread thread([&] {
        ::SetLastError(ERROR_MORE_DATA);
        WB_POINT("middle");
        error = ::GetLastError();
    });
    ASSERT_TRUE(gate.wait_for_arrivals("middle", 1, w32::forever));
    gate.open("middle");
    thread.join();
    EXPECT_EQ(error, DWORD{ERROR_MORE_DATA});
}

}  // namespace
