// wait_test.cpp - each answer of the wait functions has a name, and a failed wait is an error.
#include "common/win32/wait.hpp"

#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace {

using namespace std::chrono_literals;
using helpers::error_of;
using w32::Event;
using w32::Reset;
using w32::Waited;

/// A mutex whose owner has ended without giving it back.
w32::Mutex abandoned_mutex() {
    w32::Mutex mutex;
    w32::Thread([&] { (void)mutex.lock_for(0ms); }).join();
    return mutex;
}

void CALLBACK count_apc(ULONG_PTR count) { ++*reinterpret_cast<int*>(count); }

void queue_apc(int& count) {
    const DWORD queued =
        ::QueueUserAPC(&count_apc, ::GetCurrentThread(), reinterpret_cast<ULONG_PTR>(&count));
    w32::check(queued != 0, "QueueUserAPC");
}

HANDLE closed_handle() {
    HANDLE raw = ::CreateEventW(nullptr, TRUE, TRUE, nullptr);
    ::CloseHandle(raw);
    return raw;
}

TEST(Wait, AnswersSignaledAndTimedOut) {
    const Event set{Reset::manual, true};
    const Event clear{Reset::manual};
    EXPECT_EQ(w32::wait(set.get(), w32::forever), Waited::signaled);
    EXPECT_EQ(w32::wait(clear.get(), 0ms), Waited::timed_out);
    EXPECT_EQ(w32::wait(clear.get(), 1ms), Waited::timed_out);
}

TEST(Wait, AnswersAbandonedOnceAndOwnsTheMutex) {
    w32::Mutex mutex = abandoned_mutex();
    EXPECT_EQ(w32::wait(mutex.get(), 0ms), Waited::abandoned);
    EXPECT_TRUE(::ReleaseMutex(mutex.get()));
    EXPECT_EQ(w32::wait(mutex.get(), 0ms), Waited::signaled);
    EXPECT_TRUE(::ReleaseMutex(mutex.get()));
}

TEST(Wait, ThrowsOnAClosedHandle) {
    const HANDLE closed = closed_handle();
    EXPECT_EQ(error_of([&] { (void)w32::wait(closed, 0ms); }), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(error_of([&] { (void)w32::wait(closed, w32::forever); }),
              DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(error_of([] { (void)w32::wait(nullptr, 0ms); }), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(error_of([&] { (void)w32::signaled_now(closed); }), DWORD{ERROR_INVALID_HANDLE});
}

TEST(Wait, NamesTheCallersLine) {
    try {
        (void)w32::wait(nullptr, 0ms);
        FAIL();
    } catch (const w32::Error& error) {
        EXPECT_NE(std::string(error.what()).find("wait_test.cpp"), std::string::npos)
            << error.what();
    }
}

TEST(Wait, LetsApcsRunOnlyWhenAlertable) {
    const Event clear{Reset::manual};
    int count = 0;
    queue_apc(count);
    EXPECT_EQ(w32::wait(clear.get(), 0ms), Waited::timed_out);
    EXPECT_EQ(count, 0);
    EXPECT_EQ(w32::wait_alertable(clear.get(), 0ms), Waited::apc);
    EXPECT_EQ(count, 1);
    EXPECT_EQ(w32::wait_alertable(clear.get(), 0ms), Waited::timed_out);
}

TEST(Wait, SignaledNowTakesWhatAWaitTakes) {
    const Event automatic{Reset::automatic, true};
    EXPECT_TRUE(w32::signaled_now(automatic.get()));
    EXPECT_FALSE(w32::signaled_now(automatic.get()));
}

TEST(WaitAny, TakesTheLowestIndexAndLeavesTheOthers) {
    const Event clear{Reset::automatic};
    const Event first{Reset::automatic, true};
    const Event second{Reset::automatic, true};
    const std::array<HANDLE, 3> all{clear.get(), first.get(), second.get()};
    const auto answer = w32::wait_any(all, 0ms);
    EXPECT_EQ(answer.how, Waited::signaled);
    EXPECT_EQ(answer.index, 1u);
    EXPECT_FALSE(w32::signaled_now(first.get())) << "taken";
    EXPECT_TRUE(w32::signaled_now(second.get())) << "left alone";
    EXPECT_EQ(w32::wait_any(all, 0ms).how, Waited::timed_out);
}

TEST(WaitAny, TellsWhichMutexWasAbandoned) {
    const Event clear{Reset::automatic};
    w32::Mutex mutex = abandoned_mutex();
    const std::array<HANDLE, 2> both{clear.get(), mutex.get()};
    const auto answer = w32::wait_any(both, 0ms);
    EXPECT_EQ(answer.how, Waited::abandoned);
    EXPECT_EQ(answer.index, 1u);
    EXPECT_TRUE(::ReleaseMutex(mutex.get()));
}

TEST(WaitAny, TakesSixtyFourHandlesAndNoMore) {
    std::vector<Event> events;
    std::vector<HANDLE> handles;
    for (int i = 0; i < MAXIMUM_WAIT_OBJECTS + 1; ++i) {
        events.emplace_back(Reset::manual, i == MAXIMUM_WAIT_OBJECTS - 1);
        handles.push_back(events.back().get());
    }
    const std::span<const HANDLE> all(handles);
    const auto answer = w32::wait_any(all.first(MAXIMUM_WAIT_OBJECTS), 0ms);
    EXPECT_EQ(answer.how, Waited::signaled);
    EXPECT_EQ(answer.index, MAXIMUM_WAIT_OBJECTS - 1u);
    EXPECT_EQ(error_of([&] { (void)w32::wait_any(all, 0ms); }), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(error_of([&] { (void)w32::wait_all(all, 0ms); }), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(WaitAny, RefusesNoHandleAndAClosedOne) {
    EXPECT_EQ(error_of([] { (void)w32::wait_any({}, 0ms); }), DWORD{ERROR_INVALID_PARAMETER});
    const Event set{Reset::manual, true};
    const std::array<HANDLE, 2> handles{set.get(), closed_handle()};
    EXPECT_EQ(error_of([&] { (void)w32::wait_any(handles, 0ms); }), DWORD{ERROR_INVALID_HANDLE});
}

TEST(WaitAll, TakesNothingUntilAllAreSignaled) {
    const Event first{Reset::automatic, true};
    Event second{Reset::automatic};
    const std::array<HANDLE, 2> both{first.get(), second.get()};
    EXPECT_EQ(w32::wait_all(both, 0ms), Waited::timed_out);
    second.set();
    EXPECT_EQ(w32::wait_all(both, 0ms), Waited::signaled) << "the first event was not taken before";
    EXPECT_FALSE(w32::signaled_now(first.get()));
    EXPECT_FALSE(w32::signaled_now(second.get()));
}

TEST(WaitAll, TellsThatAMutexWasAbandoned) {
    const Event set{Reset::manual, true};
    w32::Mutex mutex = abandoned_mutex();
    const std::array<HANDLE, 2> both{set.get(), mutex.get()};
    EXPECT_EQ(w32::wait_all(both, 0ms), Waited::abandoned);
    EXPECT_TRUE(::ReleaseMutex(mutex.get()));
}

}  // namespace
