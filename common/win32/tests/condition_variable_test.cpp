// condition_variable_test.cpp - releases the lock while asleep, holds it again afterwards.
#include "common/win32/condition_variable.hpp"

#include "common/win32/thread.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

using namespace std::chrono_literals;

template <class Lock>
class AnyCondition : public testing::Test {};
using Locks = testing::Types<w32::CriticalSection, w32::SrwLock>;
TYPED_TEST_SUITE(AnyCondition, Locks);

TYPED_TEST(AnyCondition, ReleasesTheLockWhileItSleeps) {
    TypeParam lock;
    w32::ConditionVariable changed;
    bool ready = false;
    const w32::Thread waiter([&] {
        const w32::Guard hold(lock);
        while (!ready) changed.wait(lock);
    });
    const w32::Waiting seen = helpers::seen_waiting(waiter.id());
    EXPECT_EQ(seen.kind, "condition variable");
    {
        const w32::Guard hold(lock);  // hangs if the sleeper kept the lock
        ready = true;
    }
    changed.notify_one();
}

TYPED_TEST(AnyCondition, HoldsTheLockAfterATimeOut) {
    TypeParam lock;
    w32::ConditionVariable changed;
    const w32::Guard hold(lock);
    while (changed.wait_for(lock, 1ms)) {
    }  // a spurious wake-up is allowed; a time-out comes in the end
    bool taken_elsewhere = false;
    w32::Thread([&] {
        if (!lock.try_lock()) return;
        taken_elsewhere = true;
        lock.unlock();
    }).join();
    EXPECT_FALSE(taken_elsewhere);
}

TYPED_TEST(AnyCondition, NotifyAllWakesEverybody) {
    TypeParam lock;
    w32::ConditionVariable changed;
    bool ready = false;
    const auto body = [&] {
        const w32::Guard hold(lock);
        while (!ready) changed.wait(lock);
    };
    const std::array<w32::Thread, 3> sleepers{w32::Thread(body), w32::Thread(body),
                                              w32::Thread(body)};
    for (const auto& sleeper : sleepers) (void)helpers::seen_waiting(sleeper.id());
    {
        const w32::Guard hold(lock);
        ready = true;
    }
    changed.notify_all();
}

TEST(ConditionVariable, NotifyWithNobodyAsleepIsLost) {
    w32::SrwLock lock;
    w32::ConditionVariable changed;
    changed.notify_one();
    changed.notify_all();
    const w32::Guard hold(lock);
    while (changed.wait_for(lock, 1ms)) {
    }  // would never end if notifications were kept for every wait
}

}  // namespace
