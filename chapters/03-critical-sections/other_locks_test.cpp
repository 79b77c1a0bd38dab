// What notes/03-critical-sections.md claims about SRW locks, condition variables and INIT_ONCE.
// Topics: M04 M05 M07
#include "common/testing/claim.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/unchecked_locking.hpp"

using w32::SrwLock;

namespace {

/// What another thread can have of the lock right now: it takes it, and gives it back.
struct Available {
    bool shared = false;
    bool exclusive = false;
};

Available available(SrwLock& lock) {
    Available found;
    w32::Thread("looks", [&] {
        found.shared = lock.try_lock_shared();
        if (found.shared) lock.unlock_shared();
        found.exclusive = lock.try_lock();
        if (found.exclusive) lock.unlock();
    }).join();
    return found;
}

struct Construction {
    int calls = 0;
    BOOL answer = TRUE;
    ULONG_PTR value = 16;  // the low two bits belong to INIT_ONCE
};

BOOL CALLBACK construct(PINIT_ONCE, PVOID parameter, PVOID* context) {
    auto& construction = *static_cast<Construction*>(parameter);
    ++construction.calls;
    *context = reinterpret_cast<PVOID>(construction.value);
    return construction.answer;
}

}  // namespace

TEST(SlimLock, IsSharedByReadersOnly) {
    WB_CLAIM("N03-10", "An SRW lock has many readers or one writer.");
    SrwLock lock;
    lock.lock_shared();
    EXPECT_TRUE(available(lock).shared);
    EXPECT_FALSE(available(lock).exclusive);
    lock.unlock_shared();
    lock.lock();
    EXPECT_FALSE(available(lock).shared);
    EXPECT_FALSE(available(lock).exclusive);
    lock.unlock();
    EXPECT_TRUE(available(lock).exclusive);
}

TEST(SlimLock, IsNotTakenTwiceByItsOwner) {
    WB_CLAIM("N03-11", "An SRW lock is not recursive: its owner cannot have it a second time.");
    SrwLock lock;
    lock.lock();
    EXPECT_FALSE(lock.try_lock());  // who would wait here would wait for himself
    EXPECT_FALSE(lock.try_lock_shared());
    lock.unlock();
}

TEST(SlimLock, IsNotUpgraded) {
    WB_CLAIM("N03-12", "A reader cannot become a writer while it reads.");
    SrwLock lock;
    lock.lock_shared();
    EXPECT_FALSE(lock.try_lock());
    lock.unlock_shared();
    EXPECT_TRUE(lock.try_lock());
    lock.unlock();
}

TEST(SlimLock, IsOnePointerWithNothingToDelete) {
    WB_CLAIM("N03-13", "An SRW lock is as large as a pointer, and a free one is all zeros.");
    SrwLock lock;
    lock.lock();
    lock.unlock();
    EXPECT_EQ(sizeof(SRWLOCK), sizeof(void*));
    EXPECT_EQ(lock.get()->Ptr, nullptr);
}

TEST(Condition, WaitGivesTheLockAwayMeanwhile) {
    WB_CLAIM("N03-14", "Who sleeps on a condition variable does not hold the lock meanwhile.");
    SrwLock lock;
    w32::ConditionVariable changed;
    bool ready = false;
    lock.lock();
    w32::Thread other("makes it ready", [&] {
        const w32::Guard hold(lock);  // gets it only while the first one sleeps
        ready = true;
        changed.notify_one();
    });
    while (!ready) changed.wait(lock);
    EXPECT_FALSE(available(lock).shared) << "it has the lock again";
    lock.unlock();
}

TEST(Condition, SleepLeavesACriticalSectionMeanwhile) {
    WB_CLAIM("N03-21", "SleepConditionVariableCS leaves the section while it sleeps.");
    w32::CriticalSection section;
    w32::ConditionVariable changed;
    bool ready = false;
    section.lock();
    w32::Thread other("makes it ready", [&] {
        const w32::Guard hold(section);  // gets in only while the first one sleeps
        ready = true;
        changed.notify_one();
    });
    while (!ready) changed.wait(section);
    EXPECT_EQ(section.get()->RecursionCount, 1) << "it is inside again";
    section.unlock();
}

TEST(Condition, WakesAllThatSleep) {
    WB_CLAIM("N03-22", "WakeAllConditionVariable wakes all that sleep at this moment.");
    SrwLock lock;
    w32::ConditionVariable changed;
    int asleep = 0;
    bool ready = false;
    const auto sleep_until_ready = [&] {
        const w32::Guard hold(lock);
        ++asleep;  // and it sleeps before anybody else gets the lock
        while (!ready) changed.wait(lock);
    };
    w32::Thread first("sleeps", sleep_until_ready);
    w32::Thread second("sleeps too", sleep_until_ready);
    for (int seen = 0; seen < 2;) {
        const w32::SharedGuard hold(lock);
        seen = asleep;
    }
    lock.lock();
    ready = true;
    lock.unlock();
    changed.notify_all();
    first.join();  // both: else the watchdog says who still sleeps
    second.join();
    EXPECT_EQ(asleep, 2);
}

TEST(Condition, ForgetsAWakeUpThatNobodyWaitsFor) {
    WB_CLAIM("N03-15", "A wake-up when nobody sleeps is lost: the state has to remember it.");
    SrwLock lock;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    ::WakeConditionVariable(&changed);
    const w32::Guard hold(lock);
    EXPECT_FALSE(::SleepConditionVariableSRW(&changed, lock.get(), 0, 0));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_TIMEOUT});
    EXPECT_FALSE(available(lock).shared) << "after a time-out, too, it has the lock again";
}

TEST(InitOnce, RunsItsCallbackOnce) {
    WB_CLAIM("N03-16", "InitOnceExecuteOnce runs its callback once and hands its result to all.");
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    Construction construction;
    void* first = nullptr;
    void* second = nullptr;
    EXPECT_TRUE(::InitOnceExecuteOnce(&once, &construct, &construction, &first));
    EXPECT_TRUE(::InitOnceExecuteOnce(&once, &construct, &construction, &second));
    EXPECT_EQ(construction.calls, 1);
    EXPECT_EQ(first, reinterpret_cast<void*>(construction.value));
    EXPECT_EQ(second, first);
}

TEST(InitOnce, TriesAgainAfterACallbackThatAnsweredFalse) {
    WB_CLAIM("N03-17", "A callback that answers FALSE has failed: the next caller tries again.");
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    Construction construction;
    void* result = nullptr;  // the callback writes there, so it has to be something
    construction.answer = FALSE;
    EXPECT_FALSE(::InitOnceExecuteOnce(&once, &construct, &construction, &result));
    construction.answer = TRUE;
    EXPECT_TRUE(::InitOnceExecuteOnce(&once, &construct, &construction, &result));
    EXPECT_EQ(construction.calls, 2);
}

TEST(InitOnce, TellsWithoutWaitingWhetherItIsDone) {
    WB_CLAIM("N03-23",
             "INIT_ONCE_CHECK_ONLY asks whether it is done, and neither waits nor begins.");
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    BOOL pending = FALSE;
    void* result = nullptr;
    EXPECT_FALSE(::InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &result));
    ASSERT_TRUE(::InitOnceBeginInitialize(&once, 0, &pending, &result));
    EXPECT_TRUE(pending) << "it is on us";
    EXPECT_FALSE(::InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &result));
    ASSERT_TRUE(::InitOnceComplete(&once, 0, nullptr));
    EXPECT_TRUE(::InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &result));
    EXPECT_FALSE(pending);
}
