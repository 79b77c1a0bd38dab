// What notes/04-mutexes.md claims about a mutex: its state, its owner, and what happens when the
// owner dies.
// Topics: T42 T46 T47 T50 T51 T52 T53 T55
#include "common/win32/mutex.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <span>

using namespace std::chrono_literals;
using w32::Mutex;
using w32::Thread;
using w32::Waited;

namespace {

/// Can another thread have it right now? (It gives it back.)
bool another_thread_gets(Mutex& mutex) {
    bool got = false;
    Thread("looks", [&] {
        got = mutex.try_lock();
        if (got) mutex.unlock();
    }).join();
    return got;
}

void abandon(Mutex& mutex) {
    Thread("dies", [&] { (void)mutex.lock(); }).join();
}

/// What the kernel says of it, without a wait.
struct State {
    LONG count;  // 1: free, and so signaled
    BOOLEAN owned_by_caller;
    BOOLEAN abandoned;
};

State state_of(Mutex& mutex) {
    using Query = LONG NTAPI(HANDLE, int, void*, ULONG, ULONG*);
    State state{};
    const auto query = w32::find_function<Query>(L"ntdll", "NtQueryMutant");
    if (query == nullptr || query(mutex.get(), 0, &state, sizeof state, nullptr) < 0)
        throw w32::Error("NtQueryMutant", ERROR_INVALID_FUNCTION);
    return state;
}

DWORD wait_for_any(std::span<const HANDLE> objects) {
    return ::WaitForMultipleObjects(static_cast<DWORD>(objects.size()), objects.data(), FALSE, 0);
}
DWORD wait_for_all(std::span<const HANDLE> objects) {
    return ::WaitForMultipleObjects(static_cast<DWORD>(objects.size()), objects.data(), TRUE, 0);
}

}  // namespace

TEST(Mutex, IsWaitedForWithALimit) {
    WB_CLAIM("N04-02", "When the limit of a wait has passed, the waiter has got nothing.");
    Mutex mutex;
    (void)mutex.lock();
    Waited answer = Waited::signaled;
    BOOL released = TRUE;
    Thread("waits", [&] {
        answer = mutex.lock_for(10ms);
        released = ::ReleaseMutex(mutex.get());
    }).join();
    EXPECT_EQ(answer, Waited::timed_out);
    EXPECT_FALSE(released);
}

TEST(Mutex, IsWaitedForWithOtherObjects) {
    WB_CLAIM("N04-03", "A mutex can be waited for together with other objects.");
    Mutex mutex;
    w32::Event stop{w32::Reset::manual};
    (void)mutex.lock();
    DWORD index = 9;
    Thread waiter("waits", [&] {
        const HANDLE either[] = {stop.get(), mutex.get()};
        index = w32::wait_any(either, w32::forever).index;
    });
    stop.set();
    waiter.join();
    EXPECT_EQ(index, 0u);
    EXPECT_TRUE(state_of(mutex).owned_by_caller);
}

TEST(State, FreeIsSignaledWithNobodyWaiting) {
    WB_CLAIM("N04-04", "A free mutex is signaled, and stays so until a wait takes it.");
    Mutex mutex;
    EXPECT_EQ(state_of(mutex).count, 1);
    EXPECT_EQ(state_of(mutex).count, 1) << "a look takes nothing";
    ASSERT_TRUE(mutex.try_lock());
    EXPECT_EQ(state_of(mutex).count, 0);
    mutex.unlock();
    EXPECT_EQ(state_of(mutex).count, 1);
}

TEST(State, OneOfTwoWaitersGetsIt) {
    WB_CLAIM("N04-05", "The wait that succeeds makes the mutex not signaled, in the same step.");
    Mutex mutex;
    w32::Event done{w32::Reset::manual};
    w32::Event got{w32::Reset::automatic};
    volatile LONG owners = 0;
    const auto body = [&] {
        const HANDLE either[] = {done.get(), mutex.get()};
        if (w32::wait_any(either, w32::forever).index == 0) return;
        ::InterlockedIncrement(&owners);
        got.set();
        done.wait();
        mutex.unlock();
    };
    Thread first("waits", body);
    Thread second("waits too", body);
    got.wait();
    EXPECT_EQ(owners, 1);
    EXPECT_FALSE(got.wait_for(50ms)) << "the other one must still wait";
    done.set();
}

TEST(Owner, IsWhoHasWaitedNotWhoHasCreated) {
    WB_CLAIM("N04-06", "The owner is whoever has waited and got it, whoever has created it.");
    Mutex mutex;  // created here, with bInitialOwner FALSE
    w32::Event taken{w32::Reset::manual};
    w32::Event may_end{w32::Reset::manual};
    Thread owner("owns", [&] {
        (void)mutex.lock();
        taken.set();
        may_end.wait();
        mutex.unlock();
    });
    taken.wait();
    EXPECT_FALSE(state_of(mutex).owned_by_caller);
    EXPECT_FALSE(mutex.try_lock());
    may_end.set();
}

TEST(Owner, IsAThreadNotItsProcess) {
    WB_CLAIM("N04-07", "Another thread of the same process is not the owner.");
    Mutex mutex;
    (void)mutex.lock();
    EXPECT_FALSE(another_thread_gets(mutex));
    mutex.unlock();
    EXPECT_TRUE(another_thread_gets(mutex));
}

TEST(Owner, AloneCanRelease) {
    WB_CLAIM("N04-08", "Only the owner can release; others get 288, and nothing changes.");
    Mutex mutex;
    (void)mutex.lock();
    BOOL released = TRUE;
    DWORD error = 0;
    Thread("releases", [&] {
        released = ::ReleaseMutex(mutex.get());
        error = ::GetLastError();
    }).join();
    EXPECT_FALSE(released);
    EXPECT_EQ(error, DWORD{ERROR_NOT_OWNER});
    EXPECT_EQ(ERROR_NOT_OWNER, 288);
    EXPECT_TRUE(state_of(mutex).owned_by_caller);
}

TEST(Owner, WaitsAgainWithoutBlocking) {
    WB_CLAIM("N04-09", "The owner may wait for it again and is never blocked.");
    Mutex mutex;
    (void)mutex.lock();
    for (int again = 0; again < 100; ++again)
        ASSERT_EQ(::WaitForSingleObject(mutex.get(), 0), WAIT_OBJECT_0);
}

TEST(Owner, ReleasesAsOftenAsItHasWaited) {
    WB_CLAIM("N04-10", "It is free after as many releases as there were waits that succeeded.");
    Mutex mutex;
    (void)mutex.lock();
    (void)mutex.lock();
    mutex.unlock();
    EXPECT_FALSE(another_thread_gets(mutex));
    mutex.unlock();
    EXPECT_TRUE(another_thread_gets(mutex));
    EXPECT_FALSE(::ReleaseMutex(mutex.get())) << "one release too many";
}

TEST(Owner, KeepsItWhenAHandleIsClosed) {
    WB_CLAIM("N04-11", "Closing a handle releases nothing.");
    Mutex mutex;
    HANDLE second = nullptr;
    const HANDLE process = ::GetCurrentProcess();
    ASSERT_TRUE(
        ::DuplicateHandle(process, mutex.get(), process, &second, 0, FALSE, DUPLICATE_SAME_ACCESS));
    ASSERT_EQ(::WaitForSingleObject(second, 0), WAIT_OBJECT_0);
    ASSERT_TRUE(::CloseHandle(second));
    EXPECT_TRUE(state_of(mutex).owned_by_caller);
    EXPECT_FALSE(another_thread_gets(mutex));
}

TEST(Abandoned, IsSignaledWithAWarning) {
    WB_CLAIM("N04-12", "An abandoned mutex is signaled; a wait returns at once, with 0x80.");
    Mutex mutex;
    abandon(mutex);
    EXPECT_EQ(state_of(mutex).count, 1);
    EXPECT_TRUE(state_of(mutex).abandoned);
    EXPECT_EQ(::WaitForSingleObject(mutex.get(), 0), DWORD{WAIT_ABANDONED});
    EXPECT_EQ(WAIT_ABANDONED, 0x80);
}

TEST(Abandoned, BelongsToWhoIsWarned) {
    WB_CLAIM("N04-13", "Who gets WAIT_ABANDONED owns the mutex, and has to release it.");
    Mutex mutex;
    abandon(mutex);
    ASSERT_EQ(mutex.lock(), Waited::abandoned);
    EXPECT_FALSE(another_thread_gets(mutex));
    mutex.unlock();
    EXPECT_TRUE(another_thread_gets(mutex));
}

TEST(Abandoned, IsToldOnce) {
    WB_CLAIM("N04-14", "The warning is given once.");
    Mutex mutex;
    abandon(mutex);
    ASSERT_EQ(mutex.lock(), Waited::abandoned);
    mutex.unlock();
    EXPECT_EQ(mutex.lock(), Waited::signaled);
}

TEST(Abandoned, ToldWithItsIndex) {
    WB_CLAIM("N04-16", "A wait for any of several answers WAIT_ABANDONED_0 plus the index.");
    w32::Event first{w32::Reset::automatic};
    Mutex second;
    abandon(second);
    const HANDLE objects[] = {first.get(), second.get()};
    EXPECT_EQ(wait_for_any(objects), DWORD{WAIT_ABANDONED_0} + 1);
}

TEST(Abandoned, NotToldIfAnotherOneEndsTheWait) {
    WB_CLAIM("N04-17", "It says so only if that mutex is the one that has ended the wait.");
    w32::Event first{w32::Reset::automatic, true};
    Mutex second;
    abandon(second);
    const HANDLE objects[] = {first.get(), second.get()};
    EXPECT_EQ(wait_for_any(objects), WAIT_OBJECT_0);
    EXPECT_TRUE(state_of(second).abandoned) << "the next wait is still warned";
}

TEST(Abandoned, ToldByAWaitForAll) {
    WB_CLAIM("N04-18", "A wait for all answers from the same range, and has got all of them.");
    Mutex mutexes[2];
    abandon(mutexes[1]);
    const HANDLE both[] = {mutexes[0].get(), mutexes[1].get()};
    const DWORD answer = wait_for_all(both);
    EXPECT_GE(answer, DWORD{WAIT_ABANDONED_0});
    EXPECT_LE(answer, DWORD{WAIT_ABANDONED_0} + 1);
    for (Mutex& mutex : mutexes) EXPECT_TRUE(state_of(mutex).owned_by_caller);
}

TEST(AllOrNothing, TakesNoneWhileOneIsMissing) {
    WB_CLAIM("N04-19", "While one of them is missing, a wait for all takes none.");
    Mutex free, taken;
    (void)taken.lock();
    bool was_free = false;
    DWORD answer = WAIT_FAILED;
    Thread waiter("waits for both", [&] {
        const HANDLE both[] = {free.get(), taken.get()};
        answer = ::WaitForMultipleObjects(2, both, TRUE, INFINITE);
    });
    was_free = another_thread_gets(free);
    taken.unlock();
    waiter.join();
    EXPECT_TRUE(was_free);
    EXPECT_LE(answer, WAIT_OBJECT_0 + 1);
}

TEST(AllOrNothing, ATimeOutGivesNothing) {
    WB_CLAIM("N04-20", "If the limit of a wait for all passes, there is nothing to give back.");
    Mutex free, taken;
    (void)taken.lock();
    Thread("waits for both", [&] {
        const HANDLE both[] = {free.get(), taken.get()};
        EXPECT_EQ(wait_for_all(both), DWORD{WAIT_TIMEOUT});
        EXPECT_FALSE(::ReleaseMutex(free.get()));
        EXPECT_FALSE(::ReleaseMutex(taken.get()));
    }).join();
}
