// What notes/05-semaphores.md claims about barriers, latches and std::counting_semaphore.
// Topics: M28 M29
#include "common/testing/claim.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/thread.hpp"

#include <latch>
#include <semaphore>

namespace {

using Initialize = BOOL WINAPI(LPSYNCHRONIZATION_BARRIER, LONG, LONG);
using Enter = BOOL WINAPI(LPSYNCHRONIZATION_BARRIER, DWORD);
using Delete = BOOL WINAPI(LPSYNCHRONIZATION_BARRIER);

}  // namespace

TEST(Barrier, OfWindowsIsReusableAndTellsOneOfThem) {
    WB_CLAIM("N05-15",
             "Windows has a barrier: reusable, and it answers TRUE to one in each round.");
    WB_SKIP_UNDER_WINE("there is no InitializeSynchronizationBarrier");
    const auto initialize =
        w32::find_function<Initialize>(L"kernel32", "InitializeSynchronizationBarrier");
    const auto enter = w32::find_function<Enter>(L"kernel32", "EnterSynchronizationBarrier");
    const auto remove = w32::find_function<Delete>(L"kernel32", "DeleteSynchronizationBarrier");
    ASSERT_TRUE(initialize && enter && remove) << "Windows 8 and later";
    constexpr LONG kThreads = 3;
    constexpr LONG kRounds = 4;
    SYNCHRONIZATION_BARRIER barrier;
    ASSERT_TRUE(initialize(&barrier, kThreads, -1));
    LONG answered_true = 0;
    {
        w32::Thread threads[kThreads];
        for (w32::Thread& one : threads)
            one = w32::Thread("meets the others", [&] {
                for (LONG round = 0; round < kRounds; ++round)
                    if (enter(&barrier, 0)) ::InterlockedIncrement(&answered_true);
            });
    }
    EXPECT_EQ(answered_true, kRounds);
    remove(&barrier);
}

TEST(StdLatch, OpensAtZeroAndStaysOpen) {
    WB_CLAIM("N05-16", "A std::latch opens when its count is 0, and never closes again.");
    std::latch all_there(2);
    all_there.count_down();
    EXPECT_FALSE(all_there.try_wait());
    all_there.count_down();
    EXPECT_TRUE(all_there.try_wait());
    EXPECT_TRUE(all_there.try_wait()) << "nothing is used up";
}

TEST(StdSemaphore, CountsUnitsWithoutAnOwner) {
    WB_CLAIM("N05-17", "std::counting_semaphore counts units that have no owner, too.");
    std::counting_semaphore<3> units(1);
    EXPECT_TRUE(units.try_acquire());
    EXPECT_FALSE(units.try_acquire());
    w32::Thread("has taken nothing", [&] { units.release(2); }).join();
    EXPECT_TRUE(units.try_acquire());
    EXPECT_TRUE(units.try_acquire());
    EXPECT_FALSE(units.try_acquire());
}

TEST(StdSemaphore, HasAMaximumThatIsOnlyAPromise) {
    WB_CLAIM("N05-18", "The maximum of std::counting_semaphore<3> may be larger than 3.");
    EXPECT_GE(std::counting_semaphore<3>::max(), 3);
    EXPECT_GE(std::binary_semaphore::max(), 1);
}
