// locks_test.cpp - critical section, SRW lock and their guards.
#include "common/win32/locks.hpp"

#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace {

static_assert(!std::is_copy_constructible_v<w32::CriticalSection>);
static_assert(!std::is_move_constructible_v<w32::SrwLock>);
static_assert(sizeof(w32::SrwLock) == sizeof(void*));

/// Whether another thread could take the lock now; it gives it back.
template <class Lock>
bool free_elsewhere(Lock& lock) {
    bool got = false;
    w32::Thread([&] {
        if (!lock.try_lock()) return;
        got = true;
        lock.unlock();
    }).join();
    return got;
}

bool shared_elsewhere(w32::SrwLock& lock) {
    bool got = false;
    w32::Thread([&] {
        if (!lock.try_lock_shared()) return;
        got = true;
        lock.unlock_shared();
    }).join();
    return got;
}

template <class Lock>
class AnyLock : public testing::Test {};
using Locks = testing::Types<w32::CriticalSection, w32::SrwLock>;
TYPED_TEST_SUITE(AnyLock, Locks);

TYPED_TEST(AnyLock, ExcludesOtherThreads) {
    TypeParam lock;
    {
        const w32::Guard hold(lock);
        EXPECT_FALSE(free_elsewhere(lock));
    }
    EXPECT_TRUE(free_elsewhere(lock));
}

TYPED_TEST(AnyLock, IsGivenBackWhenAnExceptionLeavesTheScope) {
    TypeParam lock;
    try {
        const w32::Guard hold(lock);
        throw 1;
    } catch (int) {
    }
    EXPECT_TRUE(free_elsewhere(lock));
}

TYPED_TEST(AnyLock, LosesNoIncrementAmongFourThreads) {
    TypeParam lock;
    int count = 0;
    {
        const auto work = [&] {
            for (int i = 0; i < 2000; ++i) {
                const w32::Guard hold(lock);
                ++count;
            }
        };
        const w32::Thread a(work), b(work), c(work), d(work);
    }
    EXPECT_EQ(count, 8000);
}

TYPED_TEST(AnyLock, NamesTheGuardsLineOnTheBoard) {
    TypeParam lock;
    w32::Thread waiter;
    const w32::Guard hold(lock);
    const unsigned line = __LINE__ + 1;
    waiter = w32::Thread([&] { const w32::Guard blocked(lock); });
    const w32::Waiting seen = helpers::seen_waiting(waiter.id());
    EXPECT_EQ(seen.where, w32::describe_line("locks_test.cpp", line));
    EXPECT_EQ(seen.object, lock.get());
}

TEST(CriticalSection, IsRecursiveForItsOwner) {
    w32::CriticalSection section(100);
    const w32::Guard outer(section);
    ASSERT_TRUE(section.try_lock());
    section.unlock();
    EXPECT_FALSE(free_elsewhere(section)) << "locked twice, unlocked once";
}

TEST(SrwLock, IsNotRecursive) {
    w32::SrwLock lock;
    lock.lock();
    EXPECT_FALSE(lock.try_lock());
    EXPECT_FALSE(lock.try_lock_shared());
    lock.unlock();
}

TEST(SrwLock, AdmitsReadersTogetherAndNoWriter) {
    w32::SrwLock lock;
    {
        const w32::SharedGuard reading(lock);
        EXPECT_TRUE(shared_elsewhere(lock));
        EXPECT_FALSE(free_elsewhere(lock));
    }
    EXPECT_TRUE(free_elsewhere(lock));
    const w32::Guard writing(lock);
    EXPECT_FALSE(shared_elsewhere(lock));
}

TEST(SrwLock, ShowsAWaitingReaderOnTheBoard) {
    w32::SrwLock lock;
    w32::Thread reader;
    const w32::Guard writing(lock);
    reader = w32::Thread([&] { const w32::SharedGuard reading(lock); });
    EXPECT_EQ(helpers::seen_waiting(reader.id()).kind, "SRW lock (shared)");
}

}  // namespace
