// What notes/05-semaphores.md claims about the count: who changes it, and what is told of it.
// Topics: T56 T57 T58 T59 T60
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <string>

using w32::Semaphore;

namespace {

constexpr w32::Timeout kNow = std::chrono::milliseconds{0};

/// How many units there are: takes all and puts them back. Only while nobody else does anything.
LONG units_in(Semaphore& units) {
    LONG count = 0;
    while (units.acquire_for(kNow)) ++count;
    if (count > 0) units.release(count);
    return count;
}

DWORD error_of_create(LONG initial, LONG maximum) {
    ::SetLastError(ERROR_SUCCESS);
    const w32::Handle handle{::CreateSemaphoreW(nullptr, initial, maximum, nullptr)};
    return handle ? ERROR_SUCCESS : ::GetLastError();
}

}  // namespace

TEST(Count, IsBetweenZeroAndTheMaximum) {
    WB_CLAIM("N05-01", "The first count lies between 0 and the maximum, which is at least 1.");
    EXPECT_EQ(error_of_create(0, 1), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(error_of_create(3, 3), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(error_of_create(4, 3), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(error_of_create(-1, 3), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(error_of_create(0, 0), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Count, IsOfUnitsNotOfThreads) {
    WB_CLAIM("N05-02", "One thread may take several units; the maximum counts units, not threads.");
    Semaphore units(3, 3);
    EXPECT_TRUE(units.acquire_for(kNow));
    EXPECT_TRUE(units.acquire_for(kNow));
    EXPECT_TRUE(units.acquire_for(kNow));
    EXPECT_FALSE(units.acquire_for(kNow)) << "all three are with this one thread";
}

TEST(Count, OfSeveralSemaphoresIsTakenTogetherOrNotAtAll) {
    WB_CLAIM("N05-03", "A wait for all takes a unit of each semaphore, or of none.");
    Semaphore some(1, 1);
    Semaphore none(0, 1);
    const HANDLE both[] = {some.get(), none.get()};
    EXPECT_EQ(::WaitForMultipleObjects(2, both, TRUE, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(units_in(some), 1) << "still there";
    none.release();
    EXPECT_EQ(::WaitForMultipleObjects(2, both, TRUE, 0), WAIT_OBJECT_0);
    EXPECT_EQ(units_in(some) + units_in(none), 0);
}

TEST(NoOwner, WhoHasTheLastUnitWaitsForTheNext) {
    WB_CLAIM("N05-04", "Who has a mutex may wait for it again; who has the last unit would block.");
    w32::Mutex mutex;
    mutex.lock();
    EXPECT_EQ(::WaitForSingleObject(mutex.get(), 0), WAIT_OBJECT_0) << "it is the owner's";
    mutex.unlock();
    mutex.unlock();
    Semaphore unit(1, 1);
    unit.acquire();
    EXPECT_EQ(::WaitForSingleObject(unit.get(), 0), DWORD{WAIT_TIMEOUT}) << "it knows no owner";
}

TEST(NoOwner, AnyThreadMayRelease) {
    WB_CLAIM("N05-05", "Any thread may release, also one that has never waited.");
    Semaphore unit(1, 1);
    unit.acquire();
    w32::Thread("has taken nothing", [&] { EXPECT_EQ(unit.release(), 0); }).join();
    EXPECT_EQ(units_in(unit), 1);
    w32::Mutex mutex;
    mutex.lock();
    w32::Thread("is not the owner", [&] {
        EXPECT_FALSE(::ReleaseMutex(mutex.get()));
        EXPECT_EQ(::GetLastError(), DWORD{ERROR_NOT_OWNER});
    }).join();
    mutex.unlock();
}

TEST(NoOwner, AUnitIsGoneWithItsThread) {
    WB_CLAIM("N05-06", "A thread that ends with a unit takes it along; nobody is told.");
    Semaphore unit(1, 1);
    w32::Thread("forgets to release", [&] { unit.acquire(); }).join();
    EXPECT_EQ(::WaitForSingleObject(unit.get(), 0), DWORD{WAIT_TIMEOUT});
    w32::Mutex mutex;
    w32::Thread("forgets to release", [&] { mutex.lock(); }).join();
    EXPECT_EQ(::WaitForSingleObject(mutex.get(), 0), DWORD{WAIT_ABANDONED}) << "a mutex tells";
    mutex.unlock();
}

TEST(Release, AboveTheMaximumChangesNothing) {
    WB_CLAIM("N05-07", "A release above the maximum fails with 298 and changes nothing at all.");
    Semaphore units(1, 3);
    LONG previous = 77;
    EXPECT_FALSE(::ReleaseSemaphore(units.get(), 3, &previous)) << "two would fit";
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_TOO_MANY_POSTS});
    EXPECT_EQ(previous, 77) << "not written";
    EXPECT_EQ(units_in(units), 1);
}

TEST(Release, OfSeveralUnitsLetsAsManyThrough) {
    WB_CLAIM("N05-08", "One release of n units lets n waits through.");
    Semaphore units(0, 5);
    LONG through = 0;
    {
        w32::Thread waiters[3];
        for (w32::Thread& waiter : waiters)
            waiter = w32::Thread("waits for a unit", [&] {
                units.acquire();
                ::InterlockedIncrement(&through);
            });
        EXPECT_EQ(units.release(3), 0);
    }
    EXPECT_EQ(through, 3);
    EXPECT_EQ(units_in(units), 0);
}

TEST(Release, OfNothingOrLessIsRefused) {
    WB_CLAIM("N05-09", "A release of 0 units or fewer fails with 87.");
    WB_SKIP_UNDER_WINE("a release of 0 units succeeds, one of fewer fails with 298");
    Semaphore units(1, 3);
    for (const LONG count : {0L, -1L}) {
        EXPECT_FALSE(::ReleaseSemaphore(units.get(), count, nullptr));
        EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    }
}

TEST(Release, NeverTakesUnitsAway) {
    WB_CLAIM("N05-10", "A release never makes the count smaller: only a wait does.");
    Semaphore units(2, 3);
    EXPECT_FALSE(::ReleaseSemaphore(units.get(), -1, nullptr));
    EXPECT_EQ(units_in(units), 2);
}

TEST(PreviousCount, NumbersTheReleasesWhileNobodyTakes) {
    WB_CLAIM("N05-11", "The previous count is exact at the release: it numbers the releases.");
    constexpr LONG kThreads = 4;
    Semaphore arrived(0, kThreads);
    LONG seen[kThreads] = {};
    {
        w32::Thread threads[kThreads];
        for (w32::Thread& one : threads)
            one = w32::Thread("arrives", [&] { ::InterlockedIncrement(&seen[arrived.release()]); });
    }
    for (const LONG times : seen) EXPECT_EQ(times, 1) << "each number once";
}

TEST(PreviousCount, IsHistoryWhenItIsRead) {
    WB_CLAIM("N05-12", "Previous count + n is not the count: somebody may have taken meanwhile.");
    Semaphore units(0, 5);
    const LONG previous = units.release(2);
    w32::Thread("takes one", [&] { units.acquire(); }).join();
    EXPECT_EQ(previous + 2, 2);
    EXPECT_EQ(units_in(units), 1);
}

TEST(InitialCount, OfZeroKeepsAllOutUntilTheCreatorIsReady) {
    WB_CLAIM("N05-13", "Created with 0 nobody gets through before the first release.");
    Semaphore ready(0, 2);
    EXPECT_FALSE(ready.acquire_for(kNow)) << "not even the creator";
    int prepared = 0;
    int seen = 0;
    w32::Thread user("uses what is prepared", [&] {
        ready.acquire();
        seen = prepared;
    });
    prepared = 42;
    ready.release();
    user.join();
    EXPECT_EQ(seen, 42);
}

TEST(InitialCount, IsIgnoredIfTheSemaphoreExists) {
    WB_CLAIM("N05-14", "CreateSemaphore of a name that exists opens it: both numbers are ignored.");
    const std::wstring name = L"Local\\workbook-05-" + std::to_wstring(::GetCurrentProcessId());
    Semaphore first(1, 1, name.c_str());
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_SUCCESS});
    Semaphore second(3, 5, name.c_str());
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_ALREADY_EXISTS});
    EXPECT_EQ(units_in(second), 1);
    EXPECT_FALSE(::ReleaseSemaphore(second.get(), 1, nullptr)) << "its maximum is 1 still";
}
