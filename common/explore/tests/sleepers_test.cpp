// sleepers_test.cpp - condition variables and WaitOnAddress in every schedule.
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/thread.hpp"

namespace {

using explore::Options;
using explore::Outcome;

struct Box {
    w32::SrwLock lock;
    w32::ConditionVariable changed;
    int items = 0;
    int taken = 0;

    void put() {
        {
            const w32::Guard hold(lock);
            ++items;
        }
        changed.notify_one();
    }
    void take() {
        const w32::Guard hold(lock);
        while (items == 0) changed.wait(lock);
        --items;
        ++taken;
    }
    void take_once() {  // the mistake: `if`
        const w32::Guard hold(lock);
        if (items == 0) changed.wait(lock);
        EXPECT_GT(items, 0);
        --items;
    }
};

void one_each() {
    Box box;
    w32::Thread consumer([&] { box.take(); });
    box.put();
    consumer.join();
    EXPECT_EQ(box.taken, 1);
}

void two_consumers() {
    Box box;
    w32::Thread first([&] { box.take(); });
    w32::Thread second([&] { box.take(); });
    box.put();
    box.put();
    first.join();
    second.join();
    EXPECT_EQ(box.taken, 2);
}

void if_instead_of_while() {
    Box box;
    w32::Thread consumer([&] { box.take_once(); });
    box.put();
    consumer.join();
}

void woken_too_late() {  // no spurious wake-up needed: a third thread takes the item first
    Box box;
    w32::Thread first([&] { box.take_once(); });
    w32::Thread second([&] {
        const w32::Guard hold(box.lock);
        if (box.items > 0) --box.items;
    });
    box.put();
    second.join();
    box.put();
    first.join();
}

TEST(ConditionVariable, HandsOverItems) {
    EXPECT_TRUE(explore::explore(one_each).ok());
    EXPECT_TRUE(explore::explore(two_consumers).ok());
}
TEST(ConditionVariable, MayWakeForNothing) {
    EXPLORE_EXPECT_FAILURE(if_instead_of_while, Outcome::assertion);
    EXPECT_TRUE(explore::explore(if_instead_of_while, {.spurious_wake_ups = 0}).ok());
}
TEST(ConditionVariable, MayFindTheItemTaken) {
    EXPLORE_EXPECT_FAILURE(woken_too_late, Outcome::assertion, .spurious_wake_ups = 0);
}
// ---- a wake-up is lost when nobody sleeps

void wake_before_sleep() {
    Box box;
    w32::Thread sleeper([&] {
        const w32::Guard hold(box.lock);
        box.changed.wait(box.lock);  // without looking: the wake-up may have come already
    });
    box.changed.notify_one();
    sleeper.join();
}

TEST(ConditionVariable, ForgetsAWakeUpWithoutASleeper) {
    const explore::Report report = explore::explore(wake_before_sleep, {.spurious_wake_ups = 0});
    EXPECT_FALSE(report.ok());
    EXPECT_NE(report.outcome, Outcome::assertion);
}

// ---- locks of all kinds, time-outs, misuse

void with_a_section() {
    w32::CriticalSection lock;
    w32::ConditionVariable changed;
    bool ready = false;
    w32::Thread waiter([&] {
        const w32::Guard hold(lock);
        while (!ready) changed.wait(lock);
    });
    {
        const w32::Guard hold(lock);
        ready = true;
    }
    changed.notify_all();
    waiter.join();
}

void shared() {
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    bool ready = false;
    const auto wait = [&] {
        ::AcquireSRWLockShared(&lock);
        while (!ready)
            ::SleepConditionVariableSRW(&changed, &lock, INFINITE,
                                        CONDITION_VARIABLE_LOCKMODE_SHARED);
        ::ReleaseSRWLockShared(&lock);
    };
    w32::Thread first(wait);
    w32::Thread second(wait);
    ::AcquireSRWLockExclusive(&lock);
    ready = true;
    ::ReleaseSRWLockExclusive(&lock);
    ::WakeAllConditionVariable(&changed);
    first.join();
    second.join();
}

void without_the_lock() {
    CRITICAL_SECTION lock;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    ::InitializeCriticalSection(&lock);
    ::SleepConditionVariableCS(&changed, &lock, 10);
    ::DeleteCriticalSection(&lock);
}

TEST(ConditionVariable, WorksWithEachKindOfLock) {
    EXPECT_TRUE(explore::explore(with_a_section).ok());
    EXPECT_TRUE(explore::explore(shared).ok());
}
TEST(ConditionVariable, NeedsTheLock) {
    EXPLORE_EXPECT_FAILURE(without_the_lock, Outcome::not_owner);
}

// ---- WaitOnAddress

template <bool kWake, bool kAgain>
void wait_for_change() {
    LONG volatile value = 0;
    w32::Thread waiter([&] {
        LONG old = 0;
        do {
            ::WaitOnAddress(&value, &old, sizeof value, INFINITE);
        } while (kAgain && ::ReadAcquire(&value) == 0);
        EXPECT_EQ(::ReadAcquire(&value), 1);
    });
    ::InterlockedExchange(&value, 1);
    if (kWake) ::WakeByAddressSingle(const_cast<LONG*>(&value));
    waiter.join();
}

void wake_before_the_store() {
    LONG volatile value = 0;
    w32::Thread waiter([&] {
        LONG old = 0;
        while (::ReadAcquire(&value) == 0) ::WaitOnAddress(&value, &old, sizeof value, INFINITE);
    });
    ::WakeByAddressAll(const_cast<LONG*>(&value));
    ::InterlockedExchange(&value, 1);
    waiter.join();
}

void two_wait() {
    LONG volatile value = 0;
    const auto wait = [&] {
        LONG old = 0;
        ::WaitOnAddress(&value, &old, sizeof value, INFINITE);
    };
    w32::Thread first(wait);
    w32::Thread second(wait);
    ::InterlockedExchange(&value, 1);
    ::WakeByAddressAll(const_cast<LONG*>(&value));
    first.join();
    second.join();
}

void bytes() {
    char wide[8] = {};
    char old[8] = {};
    for (const SIZE_T size : {SIZE_T{3}, SIZE_T{0}, SIZE_T{16}}) {
        EXPECT_FALSE(::WaitOnAddress(wide, old, size, 0));
        EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    }
    for (const SIZE_T size : {SIZE_T{1}, SIZE_T{2}, SIZE_T{4}, SIZE_T{8}}) {
        EXPECT_FALSE(::WaitOnAddress(wide, old, size, 5));
        EXPECT_EQ(::GetLastError(), DWORD{ERROR_TIMEOUT});
        wide[size - 1] = 1;
        EXPECT_TRUE(::WaitOnAddress(wide, old, size, INFINITE));
        wide[size - 1] = 0;
    }
}

TEST(AddressWait, WakesWhenTheValueChanges) {
    EXPECT_TRUE(explore::explore(wait_for_change<true, true>).ok());
    EXPECT_TRUE(explore::explore(wait_for_change<true, false>, {.spurious_wake_ups = 0}).ok());
    EXPECT_TRUE(explore::explore(two_wait).ok());
}
TEST(AddressWait, MayWakeForNothing) {
    EXPLORE_EXPECT_FAILURE((wait_for_change<true, false>), Outcome::assertion);
}
TEST(AddressWait, NeedsAWakeAfterTheStore) {
    const explore::Report silent = explore::explore(wait_for_change<false, true>);
    EXPECT_FALSE(silent.ok());
    const explore::Report early = explore::explore(wake_before_the_store);
    EXPECT_FALSE(early.ok());
    EXPECT_NE(early.outcome, Outcome::data_race);
}
TEST(AddressWait, ChecksTheSizeAndTimesOut) {
    const explore::Report report = explore::explore(bytes, {.spurious_wake_ups = 0});
    EXPECT_TRUE(report.ok()) << report.text();
}
}  // namespace
