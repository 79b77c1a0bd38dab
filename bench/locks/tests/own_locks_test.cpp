// The locks of own_locks.hpp in every order of their steps: two are never inside at once, each
// thread gets in, and no wake-up is lost.
#include "bench/locks/own_locks.hpp"

#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/thread.hpp"

#include <vector>

namespace {

// What the lock protects. It is no atomic variable: a lock that lets two in makes them race.
template <class Lock>
void count_together(int threads) {
    Lock lock;
    Shared<int> count = 0;
    {
        std::vector<w32::Thread> workers;
        for (int i = 0; i < threads; ++i)
            workers.emplace_back([&] {
                lock.lock();
                ++count;
                lock.unlock();
            });
    }
    const int seen = count;
    EXPECT_EQ(seen, threads) << "two threads were between lock() and unlock() at once";
}

EXPLORE_TEST(OwnLock, CasSpinKeepsOthersOut) { count_together<bench::CasSpinLock<1>>(2); }
EXPLORE_TEST(OwnLock, CasSpinKeepsOthersOutOfThree) { count_together<bench::CasSpinLock<1>>(3); }
EXPLORE_TEST(OwnLock, TicketKeepsOthersOut) { count_together<bench::TicketLock<1>>(2); }
EXPLORE_TEST(OwnLock, TicketKeepsOthersOutOfThree) { count_together<bench::TicketLock<1>>(3); }
EXPLORE_TEST(OwnLock, SpinThenParkLosesNoWakeUp) { count_together<bench::SpinThenParkLock<1>>(2); }
EXPLORE_TEST(OwnLock, SpinThenParkLosesNoWakeUpOfThree) {
    count_together<bench::SpinThenParkLock<1>>(3);
}

}  // namespace
