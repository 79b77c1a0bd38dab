// ledger_polls_test.cpp - questions asked again and again, waits that end too soon, and who waits
// now.
#include "common/testing/gate.hpp"
#include "common/testing/ledger.hpp"
#include "common/testing/monitor.hpp"
#include "common/win32/thread.hpp"
#include "ledger_lab.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using workbook::Ledger;

void* as_argument(DWORD code) { return reinterpret_cast<void*>(ULONG_PTR{code}); }

TEST(LedgerPolls, EndlessOneEndsWithAnException) {
    Ledger ledger;
    ledger.stop_endless_polls();
    const HANDLE thread = lab::thread(&lab::returns, as_argument(STILL_ACTIVE));
    EXPECT_THROW(lab::poll_until_it_is_not_259(thread), workbook::EndlessPoll);
    ASSERT_EQ(ledger.endless_polls().size(), 1u);
    EXPECT_EQ(ledger.endless_polls()[0].rfind("ledger_lab.hpp:", 0), 0u);
}

TEST(LedgerPolls, EndlessOneOnAThreadOfTheLabEndsThatThread) {
    Ledger ledger;
    ledger.stop_endless_polls();
    const HANDLE ended = lab::thread(&lab::returns, as_argument(STILL_ACTIVE));
    lab::wait(lab::thread(&lab::polls, ended));
    EXPECT_EQ(ledger.endless_polls().size(), 1u);
}

TEST(LedgerPolls, OneThatGetsItsAnswerIsNotStopped) {
    Ledger ledger;
    ledger.stop_endless_polls();
    const HANDLE thread = lab::thread(&lab::returns, as_argument(7));
    EXPECT_EQ(lab::poll_until_it_is_not_259(thread), 7u);
    DWORD code = 0;
    for (int i = 0; i < 2000; ++i) EXPECT_TRUE(lab::exit_code(thread, &code));
    EXPECT_TRUE(ledger.endless_polls().empty());
}

TEST(LedgerPolls, AreLooksAndQuestionsButNotWaits) {
    const Ledger ledger;
    const auto polls = [&] {
        int count = 0;
        (void)workbook::wait_until([&] { return (count = ledger.polls_now()) >= 0; }, 0ms);
        return count;
    };
    const HANDLE event = lab::event();
    lab::wait(event, 0);
    EXPECT_EQ(polls(), 1);
    lab::wait(event, 1);
    EXPECT_EQ(polls(), 1);
    DWORD code = 0;
    lab::exit_code(lab::thread(&lab::returns, nullptr), &code);
    EXPECT_EQ(polls(), 2);
}

TEST(LedgerTime, SkippedMakesShortWaitsTooShortThreeTimes) {
    Ledger ledger;
    ledger.skip_time();
    const HANDLE event = lab::event();
    constexpr DWORD kAnHour = 3'600'000;
    lab::sleep(kAnHour);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(lab::wait(event, kAnHour), DWORD{WAIT_TIMEOUT});
    const DWORD me = ::GetCurrentThreadId();
    const w32::Thread setter([&] {
        // Sets it only once the fourth wait has begun; if that one ends at once, nobody does.
        if (workbook::wait_until([&] { return ledger.waits_now(me); }, 2000ms)) ::SetEvent(event);
    });
    EXPECT_EQ(lab::wait(event, kAnHour), WAIT_OBJECT_0) << "the fourth is a real one";
}

TEST(LedgerWaits, TellWhoWaitsNow) {
    const Ledger ledger;
    const HANDLE event = lab::event();
    const HANDLE thread = lab::thread(&lab::waits_for, event);
    const DWORD id = ::GetThreadId(thread);
    EXPECT_TRUE(workbook::wait_until([&] { return ledger.waits_now(id); }, w32::forever));
    EXPECT_TRUE(workbook::wait_until([&] { return ledger.waits_now(); }, 0ms)) << "anybody";
    lab::set(event);
    lab::wait(thread);
    EXPECT_FALSE(workbook::wait_until([&] { return ledger.waits_now(); }, 0ms));
}

TEST(LedgerWaits, TellWhoseEndTheLabHasSeen) {
    const Ledger ledger;
    const HANDLE waited_for = lab::thread(&lab::returns, nullptr);
    const HANDLE polled = lab::thread(&lab::returns, nullptr);
    lab::wait(waited_for);
    EXPECT_EQ(lab::poll_until_it_is_not_259(polled), 0u);
    EXPECT_TRUE(ledger.threads()[0].end_seen);
    EXPECT_FALSE(ledger.threads()[1].end_seen) << "a code is not an end";
}

TEST(LedgerLocks, PassAPointAfterTheUnlock) {
    SRWLOCK lock = SRWLOCK_INIT;
    const Ledger ledger;
    workbook::Gate gate;
    gate.hold(workbook::kAfterUnlock);
    const HANDLE thread = lab::thread(&lab::takes_lock, &lock);
    EXPECT_TRUE(gate.wait_for_arrivals(workbook::kAfterUnlock, 1, w32::forever));
    EXPECT_TRUE(ledger.locks_held_by(::GetThreadId(thread)).empty());
    EXPECT_TRUE(::TryAcquireSRWLockExclusive(&lock)) << "held after the unlock, not in the lock";
    ::ReleaseSRWLockExclusive(&lock);
    gate.open(workbook::kAfterUnlock);
    lab::wait(thread);
}

}  // namespace
