// ledger_threads_test.cpp - threads of a lab: held, started in an order, ended in every way.
#include "common/testing/ledger.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/wait_board.hpp"
#include "ledger_lab.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

namespace {

using workbook::Ledger;

bool on_board(DWORD thread_id) {
    const auto lines = w32::waiting_threads();
    return std::any_of(lines.begin(), lines.end(),
                       [&](const w32::Waiting& line) { return line.thread_id == thread_id; });
}

TEST(LedgerThreads, AreHeldUntilTheirCreatorWaits) {
    std::atomic<int> ran{0};
    Ledger ledger;
    ledger.hold_new_threads();
    const HANDLE first = lab::thread(&lab::counts, &ran);
    const HANDLE second = lab::crt_thread(&ran);
    EXPECT_EQ(::WaitForSingleObject(first, 50), DWORD{WAIT_TIMEOUT}) << "an unrecorded look";
    EXPECT_EQ(ran, 0);
    lab::wait_two(first, second, INFINITE);
    EXPECT_EQ(ran, 2);
    const HANDLE third = lab::thread(&lab::counts, &ran);
    EXPECT_EQ(::WaitForSingleObject(third, 50), DWORD{WAIT_TIMEOUT}) << "later ones too";
    lab::join_and_close(third);
}

TEST(LedgerThreads, OfAnotherCreatorStayHeld) {
    std::atomic<int> ran{0};
    Ledger ledger;
    ledger.hold_new_threads();
    const HANDLE held = lab::thread(&lab::counts, &ran);
    const HANDLE event = lab::event();
    w32::Thread([&] { lab::wait(event, 1); }).join();
    EXPECT_EQ(::WaitForSingleObject(held, 50), DWORD{WAIT_TIMEOUT});
    lab::wait(held);
    EXPECT_EQ(ran, 1);
}

TEST(LedgerThreads, AreReleasedByTheJudge) {
    std::atomic<int> ran{0};
    Ledger ledger;
    ledger.hold_new_threads();
    const HANDLE thread = lab::thread(&lab::counts, &ran);
    ledger.release_new_threads();
    EXPECT_EQ(::WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    EXPECT_EQ(ran, 1);
}

DWORD order[8];
std::atomic<int> position{0};
DWORD WINAPI notes_its_turn(void*) {
    order[position++] = ::GetCurrentThreadId();
    return 0;
}

TEST(LedgerThreads, StartInOrderOneAfterTheOther) {
    position = 0;
    Ledger ledger;
    ledger.hold_new_threads(true);
    for (int i = 0; i < 8; ++i) lab::thread(&notes_its_turn, nullptr);
    const auto threads = ledger.threads();
    for (const auto& thread : threads) lab::wait(thread.handle);
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(order[i], threads[i].id) << i;
}

TEST(LedgerThreads, KnowTheirArgumentAndThatTheyFinished) {
    const Ledger ledger;
    const HANDLE event = lab::event();
    const HANDLE thread = lab::thread(&lab::sets, event);
    lab::wait(thread);
    ASSERT_EQ(ledger.threads().size(), 1u);
    EXPECT_EQ(ledger.threads()[0].argument, event);
    EXPECT_EQ(ledger.threads()[0].handle, thread);
    EXPECT_TRUE(ledger.threads()[0].finished);
}

TEST(LedgerThreads, FinishByExitThreadToo) {
    const Ledger ledger;
    const HANDLE thread = lab::thread(&lab::calls_exit_thread, nullptr);
    lab::wait(thread);
    EXPECT_TRUE(ledger.threads()[0].finished);
    DWORD code = 0;
    EXPECT_TRUE(::GetExitCodeThread(thread, &code));
    EXPECT_EQ(code, 5u);
}

TEST(LedgerThreads, CreatedSuspendedAndForgottenDoNotHangIt) {
    std::atomic<int> ran{0};
    {
        const Ledger ledger;
        const HANDLE forgotten = lab::thread(&lab::counts, &ran, CREATE_SUSPENDED);
        lab::close(forgotten);
        lab::thread(&lab::counts, &ran, CREATE_SUSPENDED);
    }
    EXPECT_EQ(ran, 0) << "the routine must not run behind the lab's back";
}

TEST(LedgerThreads, CreatedSuspendedAndResumedRun) {
    std::atomic<int> ran{0};
    {
        Ledger ledger;
        const HANDLE thread = lab::thread(&lab::counts, &ran, CREATE_SUSPENDED);
        EXPECT_EQ(lab::resume(thread), 1u);
    }
    EXPECT_EQ(ran, 1) << "the ledger waits for it";
}

TEST(LedgerThreads, TerminatedCountAsFinished) {
    SRWLOCK lock = SRWLOCK_INIT;
    const Ledger ledger;
    const HANDLE has_it = lab::event();
    const HANDLE never = lab::event();
    void* objects[] = {&lock, has_it, never};
    const HANDLE thread = lab::thread(&lab::locks_and_waits, objects);
    lab::wait(has_it);
    // Anywhere else it might own the heap's lock, and take it into its grave.
    while (!on_board(::GetThreadId(thread))) ::SwitchToThread();
    const HANDLE copy = lab::duplicate(thread, ::GetCurrentProcess(), 0);
    EXPECT_TRUE(lab::terminate(copy)) << "by another handle of the same thread";
    EXPECT_TRUE(ledger.threads()[0].finished);
    EXPECT_EQ(::WaitForSingleObject(thread, 0), WAIT_OBJECT_0) << "and it is gone by then";
    EXPECT_FALSE(on_board(::GetThreadId(thread)));
    ASSERT_EQ(ledger.locks_left_held().size(), 1u);
    EXPECT_EQ(ledger.locks_left_held()[0].rfind("the lock taken at ledger_lab.hpp:", 0), 0u);
}

TEST(LedgerThreads, AreLeftAliveWhereTerminationsAreOnlyNoted) {
    Ledger ledger;
    ledger.only_note_terminations(true);
    const HANDLE may_end = lab::event();
    const HANDLE thread = lab::thread(&lab::waits_for, may_end);
    EXPECT_TRUE(lab::terminate(thread));
    EXPECT_EQ(ledger.count("TerminateThread", thread), 1);
    EXPECT_FALSE(ledger.threads()[0].finished);
    EXPECT_EQ(::WaitForSingleObject(thread, 0), DWORD{WAIT_TIMEOUT});
    ::SetEvent(may_end);
}

TEST(LedgerThreads, RunFirstWhenAskedTo) {
    std::atomic<int> ran{0};
    Ledger ledger;
    ledger.run_new_threads_first();
    lab::thread(&lab::counts, &ran);
    EXPECT_EQ(ran, 1) << "CreateThread has returned after the thread's end";
}

TEST(LedgerThreads, AreReleasedByACreatorThatOnlyPolls) {
    std::atomic<int> ran{0};
    Ledger ledger;
    ledger.hold_new_threads();
    const HANDLE thread = lab::thread(&lab::counts, &ran);
    for (int looks = 0; looks < 100; ++looks) (void)lab::wait(thread, 0);
    // An unrecorded wait, shorter than the time after which held threads are released anyhow.
    EXPECT_EQ(::WaitForSingleObject(thread, 1000), WAIT_OBJECT_0);
    EXPECT_EQ(ran, 1);
}

TEST(LedgerThreads, TellWhereTheirArgumentLives) {
    using Lives = workbook::ThreadRecord::Lives;
    std::atomic<int> local{0};
    static std::atomic<int> global{0};
    Ledger ledger;
    ledger.hold_new_threads();
    const HANDLE first = lab::thread(&lab::counts, &local);
    const HANDLE second = lab::thread(&lab::counts, &global);
    EXPECT_EQ(ledger.threads()[0].argument_lives, Lives::unknown) << "nobody has waited yet";
    lab::wait_two(first, second, INFINITE);
    EXPECT_EQ(ledger.threads()[0].argument_lives, Lives::in_live_frame);
    EXPECT_EQ(ledger.threads()[1].argument_lives, Lives::not_on_stack);
}

}  // namespace
