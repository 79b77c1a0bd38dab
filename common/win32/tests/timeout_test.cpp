// timeout_test.cpp - durations become milliseconds without surprises.
#include "common/win32/timeout.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using w32::Timeout;

constexpr DWORD kLongest = INFINITE - 1;

TEST(Timeout, RoundsFractionsUp) {
    EXPECT_EQ(Timeout(1ns).ms(), 1u) << "a short wait must not become a look";
    EXPECT_EQ(Timeout(1001us).ms(), 2u);
    EXPECT_EQ(Timeout(std::chrono::duration<double>(0.0015)).ms(), 2u);
    EXPECT_EQ(Timeout(2s).ms(), 2000u);
}

TEST(Timeout, CountsBelowZeroAsZero) {
    EXPECT_EQ(Timeout(-1ns).ms(), 0u);
    EXPECT_EQ(Timeout(-5s).ms(), 0u);
    EXPECT_EQ(Timeout(std::chrono::hours::min()).ms(), 0u);
}

TEST(Timeout, NeverTurnsALongLimitIntoForEver) {
    EXPECT_EQ(Timeout(std::chrono::milliseconds{INFINITE}).ms(), kLongest);
    EXPECT_EQ(Timeout(std::chrono::milliseconds{kLongest}).ms(), kLongest);
    EXPECT_EQ(Timeout(std::chrono::milliseconds::max()).ms(), kLongest);
    EXPECT_FALSE(Timeout(std::chrono::milliseconds::max()).is_infinite());
}

TEST(Timeout, CutsALimitWhoseMillisecondsDoNotFitIntoAnyInteger) {
    EXPECT_EQ(Timeout(std::chrono::hours::max()).ms(), kLongest);
    EXPECT_EQ(Timeout(std::chrono::duration<double>(1e300)).ms(), kLongest);
}

TEST(Timeout, ForeverIsInfinite) {
    static_assert(w32::forever.is_infinite());
    EXPECT_EQ(w32::forever.ms(), DWORD{INFINITE});
}

}  // namespace
