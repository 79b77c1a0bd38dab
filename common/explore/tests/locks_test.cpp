// locks_test.cpp - critical sections and SRW locks in every schedule.
#include "common/win32/locks.hpp"
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/thread.hpp"

namespace {

struct Counter {
    w32::CriticalSection lock;
    int value = 0;
};

EXPLORE_TEST(CriticalSection, KeepsACounter) {
    Counter counter;
    const auto add = [&] {
        const w32::Guard hold(counter.lock);
        ++counter.value;
    };
    w32::Thread first(add);
    w32::Thread second(add);
    first.join();
    second.join();
    EXPECT_EQ(counter.value, 2);
}

void without_a_lock() {
    Shared<int> value = 0;
    w32::Thread first([&] { ++value; });
    w32::Thread second([&] { ++value; });
    first.join();
    second.join();
}

TEST(PlainVariable, RacesWithoutALock) {
    EXPLORE_EXPECT_FAILURE(without_a_lock, explore::Outcome::data_race);
}

void opposite_order() {
    w32::CriticalSection a, b;
    const auto both = [](w32::CriticalSection& x, w32::CriticalSection& y) {
        const w32::Guard hold_x(x);
        const w32::Guard hold_y(y);
    };
    w32::Thread first([&] { both(a, b); });
    w32::Thread second([&] { both(b, a); });
    first.join();
    second.join();
}

TEST(CriticalSection, OppositeOrderDeadlocks) {
    EXPLORE_EXPECT_FAILURE(opposite_order, explore::Outcome::deadlock);
}

void lost_update() {
    Shared<int> value = 0;
    const auto add = [&] { ++value; };
    w32::Thread first(add);
    w32::Thread second(add);
    first.join();
    second.join();
    EXPECT_EQ(value, 2);
}

TEST(PlainVariable, LosesAnUpdate) {
    EXPLORE_EXPECT_FAILURE(lost_update, explore::Outcome::assertion,
                           .plain = explore::Plain::interleaved);
}

}  // namespace
