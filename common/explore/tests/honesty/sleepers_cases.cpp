// sleepers_cases.cpp - condition variables and WaitOnAddress.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/condition_variable.hpp"

namespace {

using explore::Outcome;

struct Box {
    w32::SrwLock lock;
    w32::ConditionVariable changed;
    int items = 0;

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
    }
};

EXPLORE_CASE(ItemHandedOver) {  // with a wake-up that comes for no reason
    Box box;
    w32::Thread consumer([&] { box.take(); });
    box.put();
    consumer.join();
}

EXPLORE_CASE(ItemsHandedToTwo, .options = {.spurious_wake_ups = 0}) {
    Box box;
    w32::Thread first([&] { box.take(); });
    w32::Thread second([&] { box.take(); });
    box.put();
    box.put();
    first.join();
    second.join();
}

EXPLORE_CASE(WakeUpBeforeTheSleep, .options = {.spurious_wake_ups = 0},
             .finding = Outcome::lost_wake_up) {
    Box box;
    w32::Thread sleeper([&] {
        const w32::Guard hold(box.lock);
        box.changed.wait(box.lock);  // without looking: the wake-up may have come already
    });
    box.changed.notify_one();
    sleeper.join();
}

// Wakes one or all of two who sleep for certain.
void wake_two(bool all) {
    w32::SrwLock lock;
    w32::ConditionVariable arrived, changed;
    int sleeping = 0;
    const auto sleeper = [&] {
        const w32::Guard hold(lock);
        ++sleeping;
        arrived.notify_one();
        changed.wait(lock);
    };
    w32::Thread first(sleeper);
    w32::Thread second(sleeper);
    {
        const w32::Guard hold(lock);
        while (sleeping < 2) arrived.wait(lock);
    }
    if (all)
        changed.notify_all();
    else
        changed.notify_one();
    first.join();
    second.join();
}

EXPLORE_CASE(OneWakeUpForTwoSleepers, .options = {.spurious_wake_ups = 0},
             .finding = Outcome::never_signaled) {
    wake_two(false);
}
EXPLORE_CASE(AllSleepersWoken, .options = {.spurious_wake_ups = 0}) { wake_two(true); }

EXPLORE_CASE(AnySleeperMayTakeAWakeUp, .options = {.spurious_wake_ups = 0},
             .outcomes = {"ab", "ba"}) {
    w32::SrwLock lock;
    w32::ConditionVariable changed;
    int woken = 0;
    std::string order;
    const auto sleeper = [&](char name) {
        const w32::Guard hold(lock);
        while (woken == 0) changed.wait(lock);
        --woken;
        order += name;
    };
    w32::Thread first([&] { sleeper('a'); });
    w32::Thread second([&] { sleeper('b'); });
    for (int i = 0; i < 2; ++i) {
        {
            const w32::Guard hold(lock);
            ++woken;
        }
        changed.notify_one();
    }
    first.join();
    second.join();
    explore::outcome(order);
}

EXPLORE_CASE(WakeUpBeforeASecondSleep, .options = {.spurious_wake_ups = 0}) {
    w32::SrwLock lock;
    w32::ConditionVariable arrived, changed;
    bool sleeping = false;
    w32::Thread sleeper([&] {
        const w32::Guard hold(lock);
        sleeping = true;
        arrived.notify_one();
        changed.wait(lock);
    });
    {
        const w32::Guard hold(lock);
        while (!sleeping) arrived.wait(lock);
        changed.notify_one();
        EXPECT_FALSE(changed.wait_for(lock, std::chrono::milliseconds(10)));
    }
    sleeper.join();
}

EXPLORE_CASE(SleeperInASection) {
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

EXPLORE_CASE(TimedSleepersInASection, .options = {.early_time_outs = 1, .spurious_wake_ups = 0}) {
    w32::CriticalSection lock;
    w32::ConditionVariable changed;
    const auto sleep = [&] {
        const w32::Guard hold(lock);
        (void)changed.wait_for(lock, std::chrono::milliseconds(10));
    };
    w32::Thread other(sleep);
    w32::Thread waker([&] { changed.notify_one(); });
    sleep();
    other.join();
    waker.join();
}

EXPLORE_CASE(SleepersThatShareALock, .options = {.spurious_wake_ups = 0}) {
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

void sleep_for_a_time() {
    w32::SrwLock lock;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    w32::Thread waker([&] { ::WakeConditionVariable(&changed); });
    lock.lock();
    ::SetLastError(0);
    const BOOL woken = ::SleepConditionVariableSRW(&changed, lock.get(), 10, 0);
    EXPECT_EQ(::GetLastError(), woken ? 0u : DWORD{ERROR_TIMEOUT});
    explore::outcome(woken ? "woken" : "timed out");
    lock.unlock();
    waker.join();
}

EXPLORE_CASE(SleepWithATimeOut, .options = {.spurious_wake_ups = 0},
             .outcomes = {"timed out", "woken"}) {
    sleep_for_a_time();
}
EXPLORE_CASE(SleepWithALateTimeOut, .options = {.early_time_outs = 0, .spurious_wake_ups = 0},
             .outcomes = {"timed out", "woken"}) {
    sleep_for_a_time();
}
EXPLORE_CASE(SleepThatEndsInThreeWays, .outcomes = {"timed out", "woken"}) { sleep_for_a_time(); }

// ---- WaitOnAddress

EXPLORE_CASE(AddressWithOneWaiter) {
    LONG volatile value = 0;
    w32::Thread waiter([&] {
        LONG old = 0;
        do {
            ::WaitOnAddress(&value, &old, sizeof value, INFINITE);
        } while (::ReadAcquire(&value) == 0);
    });
    ::InterlockedExchange(&value, 1);
    ::WakeByAddressSingle(const_cast<LONG*>(&value));
    waiter.join();
}

EXPLORE_CASE(AddressWokenBeforeTheStore, .finding = Outcome::lost_wake_up) {
    LONG volatile value = 0;
    w32::Thread waiter([&] {
        LONG old = 0;
        while (::ReadAcquire(&value) == 0) ::WaitOnAddress(&value, &old, sizeof value, INFINITE);
    });
    ::WakeByAddressAll(const_cast<LONG*>(&value));
    ::InterlockedExchange(&value, 1);
    waiter.join();
}

EXPLORE_CASE(AddressWithTwoWaiters, .options = {.spurious_wake_ups = 0}) {
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

EXPLORE_CASE(AddressWithATimeOut, .options = {.early_time_outs = 1, .spurious_wake_ups = 0},
             .outcomes = {"timed out", "woken"}) {
    LONG volatile value = 0;
    w32::Thread waiter([&] {
        LONG old = 0;
        const BOOL woken = ::WaitOnAddress(&value, &old, sizeof value, 10);
        explore::outcome(woken ? "woken" : "timed out");
    });
    ::InterlockedExchange(&value, 1);
    ::WakeByAddressSingle(const_cast<LONG*>(&value));
    waiter.join();
}

}  // namespace
