// semaphore_test.cpp - units without an owner, between zero and a maximum.
#include "common/win32/semaphore.hpp"

#include "common/win32/platform.hpp"
#include "common/win32/thread.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using helpers::error_of;
using w32::Semaphore;

TEST(Semaphore, GivesAsManyUnitsAsItHas) {
    Semaphore units(2, 3);
    EXPECT_TRUE(units.acquire_for(0ms));
    EXPECT_TRUE(units.acquire_for(0ms));
    EXPECT_FALSE(units.acquire_for(0ms));
    EXPECT_EQ(units.release(), 0);
    EXPECT_EQ(units.release(2), 1);
}

TEST(Semaphore, StaysUnchangedWhenAReleaseExceedsTheMaximum) {
    Semaphore units(1, 2);
    EXPECT_EQ(error_of([&] { units.release(2); }), DWORD{ERROR_TOO_MANY_POSTS});
    EXPECT_EQ(units.release(), 1);
    EXPECT_EQ(error_of([&] { units.release(); }), DWORD{ERROR_TOO_MANY_POSTS});
}

TEST(Semaphore, RefusesImpossibleCounts) {
    EXPECT_EQ(error_of([] { const Semaphore units(2, 1); }), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(error_of([] { const Semaphore units(-1, 1); }), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(error_of([] { const Semaphore units(0, 0); }), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Semaphore, RefusesToReleaseNothing) {
    if (w32::running_under_wine()) GTEST_SKIP() << "Wine accepts a release of 0 units";
    Semaphore units(0, 1);
    EXPECT_EQ(error_of([&] { units.release(0); }), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Semaphore, HasNoOwner) {
    Semaphore units(0, 1);
    const w32::Thread taker([&] { units.acquire(); });
    EXPECT_EQ(helpers::seen_waiting(taker.id()).object, units.get());
    EXPECT_EQ(units.release(), 0) << "by a thread that never acquired";
}

}  // namespace
