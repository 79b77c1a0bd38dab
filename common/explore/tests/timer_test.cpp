// timer_test.cpp - waitable timers in every schedule.
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

namespace {

using explore::Outcome;

constexpr LARGE_INTEGER in_ms(LONGLONG ms) {
    LARGE_INTEGER due{};
    due.QuadPart = -ms * 10'000;
    return due;
}

struct Timer {
    explicit Timer(BOOL manual)
        : handle(
              w32::own(::CreateWaitableTimerW(nullptr, manual, nullptr), "CreateWaitableTimer")) {}
    void set(LONGLONG ms, LONG period = 0) const {
        const LARGE_INTEGER due = in_ms(ms);
        EXPECT_TRUE(::SetWaitableTimer(handle.get(), &due, period, nullptr, nullptr, FALSE));
    }
    w32::Handle handle;
};

EXPLORE_TEST(WaitableTimer, EndsAWait) {
    const Timer timer(FALSE);
    EXPECT_FALSE(w32::signaled_now(timer.handle.get()));
    timer.set(10);
    EXPECT_EQ(::WaitForSingleObject(timer.handle.get(), INFINITE), DWORD{WAIT_OBJECT_0});
    EXPECT_FALSE(w32::signaled_now(timer.handle.get()));
}

EXPLORE_TEST(WaitableTimer, AManualOneStaysSignaledUntilItIsSet) {
    const Timer timer(TRUE);
    timer.set(10);
    EXPECT_EQ(::WaitForSingleObject(timer.handle.get(), INFINITE), DWORD{WAIT_OBJECT_0});
    EXPECT_TRUE(w32::signaled_now(timer.handle.get()));
    timer.set(1'000'000);
    ::CancelWaitableTimer(timer.handle.get());
}

EXPLORE_TEST(WaitableTimer, APeriodicOneFiresAgain) {
    const Timer timer(FALSE);
    timer.set(10, 10);
    EXPECT_EQ(::WaitForSingleObject(timer.handle.get(), INFINITE), DWORD{WAIT_OBJECT_0});
    EXPECT_EQ(::WaitForSingleObject(timer.handle.get(), INFINITE), DWORD{WAIT_OBJECT_0});
}

TEST(WaitableTimer, CancelledNeverFires) {
    const explore::Report report = explore::explore([] {
        const Timer timer(FALSE);
        timer.set(10);
        ::CancelWaitableTimer(timer.handle.get());
        ::WaitForSingleObject(timer.handle.get(), INFINITE);
    });
    EXPECT_FALSE(report.ok());
}

int calls = 0;

EXPLORE_TEST(WaitableTimer, QueuesAnApcToTheThreadThatSetIt) {
    const Timer timer(FALSE);
    const LARGE_INTEGER due = in_ms(5);
    calls = 0;
    ::SetWaitableTimer(
        timer.handle.get(), &due, 0,
        [](void* add, DWORD, DWORD) { calls += *static_cast<int*>(add); }, &calls, FALSE);
    calls = 1;
    EXPECT_EQ(::SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(calls, 2);
}

}  // namespace
