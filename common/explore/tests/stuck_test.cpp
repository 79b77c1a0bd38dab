// stuck_test.cpp - bodies that wait for ever on purpose: do all who wait there sleep, in every
// schedule?
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <gtest/gtest-spi.h>

#include <atomic>

namespace {

void sleeps() {
    const w32::Event never(w32::Reset::manual);
    w32::Thread waits("waits", [&] { ::WaitForSingleObject(never.get(), INFINITE); });
}

void looks_again() {
    std::atomic<bool> never = false;
    w32::Thread waits("waits", [&] {
        while (!never) ::SwitchToThread();
    });
}

// Who comes late enough looks again and again; who comes early sleeps.
void looks_again_if_late() {
    const w32::Event never(w32::Reset::manual);
    std::atomic<bool> late = false;
    w32::Thread waits("waits", [&] {
        if (!late) ::WaitForSingleObject(never.get(), INFINITE);
        while (late) ::SwitchToThread();
    });
    late = true;
}

void comes_back_if_late() {
    const w32::Event never(w32::Reset::manual);
    std::atomic<bool> late = false;
    w32::Thread waits("waits", [&] {
        if (!late) ::WaitForSingleObject(never.get(), INFINITE);
    });
    late = true;
}

void stuck(void (*body)()) { explore::run_stuck_test(body, {}, __FILE__, __LINE__); }

TEST(StuckTest, PassesIfAllSleep) { stuck(&sleeps); }

TEST(StuckTest, FindsWhoPolls) { EXPECT_NONFATAL_FAILURE(stuck(&looks_again), "[polls]"); }

TEST(StuckTest, FindsWhoPollsInOneScheduleAndSleepsInAnother) {
    EXPECT_NONFATAL_FAILURE(stuck(&looks_again_if_late), "[polls]");
}

TEST(StuckTest, FindsWhoComesBackInOneSchedule) {
    EXPECT_NONFATAL_FAILURE(stuck(&comes_back_if_late), "[did-not-wait]");
}

}  // namespace
