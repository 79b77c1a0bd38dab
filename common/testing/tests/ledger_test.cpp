// ledger_test.cpp - what the ledger writes down about a lab, and what a lab notices of it: nothing.
#include "common/testing/ledger.hpp"

#include "common/testing/monitor.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"
#include "ledger_lab.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using workbook::Ledger;

bool ends_with(const std::string& text, const std::string& end) {
    return text.size() >= end.size() &&
           text.compare(text.size() - end.size(), end.size(), end) == 0;
}

struct Section {
    Section() { ::InitializeCriticalSection(&raw); }
    ~Section() { ::DeleteCriticalSection(&raw); }
    CRITICAL_SECTION raw;
};

TEST(LedgerHandles, AreOpenUntilClosed) {
    const Ledger ledger;
    const HANDLE event = lab::event();
    ASSERT_EQ(ledger.open_handles().size(), 1u);
    EXPECT_EQ(ledger.open_handles()[0].value, event);
    EXPECT_EQ(ledger.open_handles()[0].kind, "event");
    EXPECT_EQ(ledger.open_handles()[0].opened_at.rfind("ledger_lab.hpp:", 0), 0u);
    EXPECT_TRUE(lab::close(event));
    EXPECT_TRUE(ledger.open_handles().empty());
    ASSERT_EQ(ledger.handles().size(), 1u);
    EXPECT_EQ(ledger.handles()[0].closed_at.rfind("ledger_lab.hpp:", 0), 0u);
}

TEST(LedgerHandles, ClosedTwiceIsASentence) {
    const Ledger ledger;
    const HANDLE event = lab::event();
    EXPECT_TRUE(lab::close(event));
    EXPECT_FALSE(lab::close(event));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    ASSERT_EQ(ledger.closed_twice().size(), 1u);
    const std::string sentence = ledger.closed_twice()[0];
    EXPECT_EQ(sentence.rfind("CloseHandle at ledger_lab.hpp:", 0), 0u) << sentence;
    EXPECT_NE(sentence.find(" on the event handle that ledger_lab.hpp:"), std::string::npos);
    EXPECT_TRUE(ends_with(sentence, " had closed")) << sentence;
    EXPECT_TRUE(ledger.used_after_close().empty());
}

TEST(LedgerHandles, UsedAfterCloseFailsAsWindowsWould) {
    const Ledger ledger;
    const HANDLE event = lab::event();
    const HANDLE other = lab::event();
    lab::close(event);
    EXPECT_FALSE(lab::set(event));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(lab::wait(event), WAIT_FAILED);
    EXPECT_EQ(lab::wait_two(other, event, INFINITE), WAIT_FAILED);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(ledger.used_after_close().size(), 3u);
    EXPECT_TRUE(ledger.closed_twice().empty());
    lab::close(other);
}

TEST(LedgerHandles, ValuesAreNotReusedWhileItLives) {
    const Ledger ledger;
    std::vector<HANDLE> values;
    for (int i = 0; i < 20; ++i) {
        values.push_back(lab::event());
        lab::close(values.back());
    }
    std::sort(values.begin(), values.end());
    EXPECT_EQ(std::unique(values.begin(), values.end()), values.end());
}

TEST(LedgerHandles, AreReallyClosedWhenItEnds) {
    HANDLE closed = nullptr;
    HANDLE leaked = nullptr;
    {
        const Ledger ledger;
        closed = lab::event();
        leaked = lab::event();
        lab::close(closed);
    }
    DWORD flags = 0;
    EXPECT_FALSE(::GetHandleInformation(closed, &flags));
    EXPECT_FALSE(::GetHandleInformation(leaked, &flags));
}

TEST(LedgerHandles, DuplicatesCountAndMayCloseTheirSource) {
    const Ledger ledger;
    const HANDLE event = lab::event();
    const HANDLE copy = lab::duplicate(event, ::GetCurrentProcess(), DUPLICATE_CLOSE_SOURCE);
    EXPECT_EQ(ledger.handles().size(), 2u);
    ASSERT_EQ(ledger.open_handles().size(), 1u);
    EXPECT_EQ(ledger.open_handles()[0].value, copy);
    EXPECT_FALSE(lab::set(event));
    EXPECT_TRUE(lab::set(copy));
    EXPECT_TRUE(lab::close(copy));
}

TEST(LedgerCalls, CarryObjectArgumentAndResult) {
    const Ledger ledger;
    const HANDLE event = lab::event();
    EXPECT_EQ(lab::wait(event, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_TRUE(lab::close(event));
    const auto calls = ledger.calls();
    ASSERT_EQ(calls.size(), 3u);
    EXPECT_EQ(calls[0].object, event) << "known only after the call";
    EXPECT_EQ(calls[1].name, "WaitForSingleObject");
    EXPECT_EQ(calls[1].thread_id, ::GetCurrentThreadId());
    EXPECT_EQ(calls[1].argument, 0u);
    EXPECT_EQ(calls[1].result, DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(calls[2].name, "CloseHandle");
    EXPECT_EQ(calls[2].result, DWORD{TRUE});
    EXPECT_EQ(ledger.count("WaitForSingleObject"), 1);
    EXPECT_EQ(ledger.count("WaitForSingleObject", event), 1);
    EXPECT_EQ(ledger.count("WaitForSingleObject", &ledger), 0);
}

TEST(LedgerCalls, AreNotRecordedWithoutALedger) {
    const HANDLE event = lab::event();
    EXPECT_TRUE(lab::set(event));
    EXPECT_TRUE(lab::close(event));
    DWORD flags = 0;
    EXPECT_FALSE(::GetHandleInformation(event, &flags)) << "closed for real at once";
    const Ledger ledger;
    EXPECT_TRUE(ledger.calls().empty());
}

TEST(LedgerCalls, KeepTheLastError) {
    const Ledger ledger;
    Section section;
    const HANDLE event = lab::event();
    ::SetLastError(ERROR_MORE_DATA);
    lab::set(event);
    lab::wait(event, 0);
    lab::enter(section.raw);
    lab::leave(section.raw);
    lab::close(event);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_MORE_DATA}) << "calls that succeed leave it alone";
    EXPECT_FALSE(lab::set(nullptr));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE}) << "the answer of the failed call";
}

TEST(LedgerLocks, LeftHeldAtTheEndOfAThreadAreFound) {
    const auto routines = {&lab::leaves_locked, &lab::locks_and_exits_thread};
    for (const auto routine : routines) {
        Section section;
        const Ledger ledger;
        lab::join_and_close(lab::thread(routine, &section.raw));
        ASSERT_EQ(ledger.locks_left_held().size(), 1u);
        EXPECT_EQ(ledger.locks_left_held()[0].rfind("the lock taken at ledger_lab.hpp:", 0), 0u);
    }
}

TEST(LedgerLocks, CountTheDepthOfACriticalSection) {
    Section section;
    const Ledger ledger;
    lab::enter(section.raw);
    lab::enter(section.raw);
    lab::leave(section.raw);
    EXPECT_EQ(ledger.locks_held_by(::GetCurrentThreadId()), std::vector<const void*>{&section.raw});
    lab::leave(section.raw);
    EXPECT_TRUE(ledger.locks_held_by(::GetCurrentThreadId()).empty());
}

TEST(LedgerLocks, WaitsWhileHoldingAreFoundAndLooksAreNot) {
    Section section;
    const Ledger ledger;
    const HANDLE event = lab::event();
    lab::wait(event, 1);
    lab::enter(section.raw);
    lab::wait(event, 0);
    lab::sleep(0);
    EXPECT_TRUE(ledger.waits_while_holding().empty()) << "none of these blocked with the lock";
    lab::wait(event, 1);
    lab::sleep(1);
    lab::leave(section.raw);
    const auto found = ledger.waits_while_holding();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].name, "WaitForSingleObject");
    EXPECT_EQ(found[1].name, "Sleep");
    EXPECT_EQ(found[1].locks_held, 1);
}

TEST(LedgerLocks, TellWhoIsBlockedNow) {
    SRWLOCK lock = SRWLOCK_INIT;
    const Ledger ledger;
    const HANDLE has_it = lab::event();
    const HANDLE go_on = lab::event();
    void* objects[] = {&lock, has_it, go_on};
    const HANDLE owner = lab::thread(&lab::locks_and_waits, objects);
    lab::wait(has_it);
    const HANDLE second = lab::thread(&lab::takes_lock, &lock);
    const DWORD id = ::GetThreadId(second);
    EXPECT_TRUE(workbook::wait_until([&] { return ledger.blocked_on_lock_now(id); }, w32::forever));
    EXPECT_EQ(ledger.locks_held_by(::GetThreadId(owner)), std::vector<const void*>{&lock});
    lab::set(go_on);
    lab::wait_two(owner, second, INFINITE);
    EXPECT_FALSE(workbook::wait_until([&] { return ledger.blocked_on_lock_now(id); }, 0ms));
}

TEST(Ledger, DestructorWaitsForTheLabsThreads) {
    std::atomic<int> ran{0};
    {
        Ledger ledger;
        ledger.hold_new_threads();
        lab::thread(&lab::counts, &ran);
    }
    EXPECT_EQ(ran, 1);
}

TEST(Ledger, CallThatOutlivesItDoesNotTouchTheNext) {
    const w32::Event go{w32::Reset::manual};
    w32::Thread straggler;
    {
        const Ledger ledger;
        straggler = w32::Thread([&] { lab::wait(go.get()); });
        while (ledger.count("WaitForSingleObject") == 0) ::SwitchToThread();
    }
    const Ledger next;
    const HANDLE event = lab::event();
    ::SetEvent(go.get());
    straggler.join();
    ASSERT_EQ(next.calls().size(), 1u);
    EXPECT_EQ(next.calls()[0].object, event);
    EXPECT_NE(next.calls()[0].result, DWORD{WAIT_OBJECT_0});
}

}  // namespace
