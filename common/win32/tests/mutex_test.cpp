// mutex_test.cpp - one owner, recursion, abandonment, names.
#include "common/win32/mutex.hpp"

#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using helpers::error_of;
using w32::Mutex;
using w32::Waited;

/// What a thread that does not own the mutex gets.
Waited tried_elsewhere(Mutex& mutex) {
    Waited answer = Waited::timed_out;
    w32::Thread([&] {
        answer = mutex.lock_for(0ms);
        if (answer != Waited::timed_out) mutex.unlock();
    }).join();
    return answer;
}

void abandon(Mutex& mutex) {
    w32::Thread([&] { (void)mutex.lock_for(0ms); }).join();
}

TEST(Mutex, IsRecursiveForItsOwner) {
    Mutex mutex;
    EXPECT_EQ(mutex.lock_for(0ms), Waited::signaled);
    EXPECT_EQ(mutex.lock_for(0ms), Waited::signaled);
    mutex.unlock();
    EXPECT_EQ(tried_elsewhere(mutex), Waited::timed_out) << "one unlock is missing";
    mutex.unlock();
    EXPECT_EQ(tried_elsewhere(mutex), Waited::signaled);
}

TEST(Mutex, RefusesTheReleaseOfANonOwner) {
    Mutex mutex;
    EXPECT_EQ(error_of([&] { mutex.unlock(); }), DWORD{ERROR_NOT_OWNER}) << "owned by nobody";
    ASSERT_EQ(mutex.lock_for(0ms), Waited::signaled);
    DWORD code = 0;
    w32::Thread([&] { code = error_of([&] { mutex.unlock(); }); }).join();
    EXPECT_EQ(code, DWORD{ERROR_NOT_OWNER});
    mutex.unlock();
}

TEST(Mutex, TellsThatItsOwnerDied) {
    Mutex mutex;
    abandon(mutex);
    EXPECT_EQ(mutex.lock_for(0ms), Waited::abandoned);
    mutex.unlock();  // owned all the same
    EXPECT_EQ(mutex.lock_for(0ms), Waited::signaled) << "told once";
    mutex.unlock();
}

TEST(Mutex, TryLockTakesAnAbandonedOneToo) {
    Mutex mutex;
    abandon(mutex);
    ASSERT_TRUE(mutex.try_lock());
    EXPECT_EQ(tried_elsewhere(mutex), Waited::timed_out);
    mutex.unlock();
}

TEST(Mutex, LockWaitsForTheOwner) {
    Mutex mutex;
    w32::Event unlocked{w32::Reset::manual};
    ASSERT_EQ(mutex.lock_for(0ms), Waited::signaled);
    Waited answer = Waited::timed_out;
    w32::Thread waiter([&] {
        answer = mutex.lock();
        mutex.unlock();
    });
    EXPECT_EQ(helpers::seen_waiting(waiter.id()).object, mutex.get());
    mutex.unlock();
    waiter.join();
    EXPECT_EQ(answer, Waited::signaled);
}

TEST(MutexGuard, HoldsUntilTheEndOfItsScope) {
    Mutex mutex;
    {
        const w32::Guard hold(mutex);
        EXPECT_FALSE(hold.abandoned());
        EXPECT_EQ(tried_elsewhere(mutex), Waited::timed_out);
    }
    EXPECT_EQ(tried_elsewhere(mutex), Waited::signaled);
}

TEST(MutexGuard, TellsThatTheLastOwnerDied) {
    Mutex mutex;
    abandon(mutex);
    const w32::Guard hold(mutex);
    EXPECT_TRUE(hold.abandoned());
}

TEST(MutexName, SaysWhoMadeIt) {
    const std::wstring name = helpers::unique(L"Local\\workbook.mutex");
    ::SetLastError(ERROR_ALREADY_EXISTS);  // left over: must not count
    const Mutex first(name.c_str());
    const Mutex second(name.c_str());
    EXPECT_TRUE(first.created());
    EXPECT_FALSE(second.created());
}

TEST(MutexName, MeansOneMutexInTwoProcesses) {
    const std::wstring name = helpers::unique(L"Local\\workbook.mutex");
    Mutex mutex(name.c_str());
    w32::Job job;
    w32::Process owner(helpers::child(L"die-owning " + name), {.job = &job});
    owner.wait();
    EXPECT_EQ(owner.exit_code(), 0u);
    EXPECT_EQ(mutex.lock_for(0ms), Waited::abandoned);
    mutex.unlock();
}

TEST(MutexName, ClashesWithAnotherKindOfObject) {
    const std::wstring name = helpers::unique(L"Local\\workbook.clash");
    const w32::Handle event =
        w32::own(::CreateEventW(nullptr, TRUE, FALSE, name.c_str()), "CreateEventW");
    EXPECT_EQ(error_of([&] { const Mutex mutex(name.c_str()); }), DWORD{ERROR_INVALID_HANDLE});
}

TEST(MutexName, HoldsNoBackslashAfterItsPrefix) {
    EXPECT_EQ(error_of([] { const Mutex mutex(L"Local\\work\\book"); }),
              DWORD{ERROR_PATH_NOT_FOUND});
}

}  // namespace
