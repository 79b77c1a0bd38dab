// deadline_test.cpp - one limit for several waits.
#include "common/win32/deadline.hpp"

#include "common/win32/condition_variable.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

TEST(Deadline, NeverPassesIfThereIsNone) {
    const w32::Deadline none(w32::forever);
    EXPECT_FALSE(none.passed());
    EXPECT_TRUE(none.left().is_infinite());
    const w32::Deadline now(0ms);
    EXPECT_TRUE(now.passed());
    EXPECT_EQ(now.left().ms(), 0u);
}

TEST(Deadline, LeavesLessAndLess) {
    const w32::Deadline deadline(100ms);
    w32::SrwLock lock;
    w32::ConditionVariable nobody;
    const w32::Guard hold(lock);
    DWORD before = 100;
    while (!deadline.passed()) {
        EXPECT_LE(deadline.left().ms(), before);
        before = deadline.left().ms();
        (void)nobody.wait_for(lock, 20ms);
    }
    EXPECT_EQ(deadline.left().ms(), 0u);
}
