// wait_board_test.cpp - a blocked thread is found with its name, object, line and the lock's
// holder.
#include "common/win32/wait_board.hpp"

#include "common/win32/compat.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/event.hpp"
#include "common/win32/text.hpp"
#include "common/win32/thread.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

namespace {

using namespace std::chrono_literals;
using helpers::seen_waiting;

bool on_board(DWORD thread_id) {
    const auto lines = w32::waiting_threads();
    return std::any_of(lines.begin(), lines.end(),
                       [&](const w32::Waiting& line) { return line.thread_id == thread_id; });
}

TEST(WaitBoard, ShowsAThreadThatWaitsForAnEvent) {
    w32::Event go{w32::Reset::manual};
    const unsigned line = __LINE__ + 1;
    const w32::Thread waiter("the waiter", [&] { go.wait(); });
    const w32::Waiting seen = seen_waiting(waiter.id());
    EXPECT_EQ(seen.thread_name, "the waiter");
    EXPECT_EQ(seen.kind, "object");
    EXPECT_EQ(seen.object, go.get());
    EXPECT_EQ(seen.where, w32::describe_line("wait_board_test.cpp", line));
    EXPECT_EQ(seen.holder_id, 0u) << "an event has no holder";
    go.set();
}

TEST(WaitBoard, NamesTheHolderOfACriticalSection) {
    w32::CriticalSection section;
    w32::Thread waiter;
    {
        const w32::Guard hold(section);
        waiter = w32::Thread("second", [&] { const w32::Guard again(section); });
        const w32::Waiting seen = seen_waiting(waiter.id());
        EXPECT_EQ(seen.kind, "critical section");
        EXPECT_EQ(seen.object, section.get());
        EXPECT_EQ(seen.holder_id, ::GetCurrentThreadId());
        const std::string sentence = w32::describe(seen);
        EXPECT_EQ(sentence.rfind("second (thread ", 0), 0u) << sentence;
        EXPECT_NE(sentence.find("waits for critical section 0x"), sentence.npos) << sentence;
        EXPECT_NE(sentence.find(" at wait_board_test.cpp:"), sentence.npos) << sentence;
        EXPECT_NE(sentence.find(", held by thread " + std::to_string(::GetCurrentThreadId())),
                  sentence.npos)
            << sentence;
    }
}

TEST(WaitBoard, ForgetsTheThreadWhenItsWaitIsOver) {
    w32::Event go{w32::Reset::manual};
    w32::Event stay{w32::Reset::manual};
    w32::Event passed{w32::Reset::manual};
    const w32::Thread waiter([&] {
        go.wait();
        passed.set();
        while (::WaitForSingleObject(stay.get(), INFINITE) != WAIT_OBJECT_0) {
        }  // a raw wait: not on the board
    });
    (void)seen_waiting(waiter.id());
    go.set();
    passed.wait();
    EXPECT_FALSE(on_board(waiter.id()));
    stay.set();
}

TEST(WaitBoard, StacksNestedEntries) {
    const DWORD me = ::GetCurrentThreadId();
    const auto mine = [&] {
        std::vector<std::string> kinds;
        for (const auto& line : w32::waiting_threads())
            if (line.thread_id == me) kinds.push_back(line.kind);
        std::sort(kinds.begin(), kinds.end());
        return kinds;
    };
    int object = 0;
    const w32::OnWaitBoard outer("a outer", &object);
    {
        const w32::OnWaitBoard inner("b inner", &object);
        EXPECT_EQ(mine(), (std::vector<std::string>{"a outer", "b inner"}));
    }
    EXPECT_EQ(mine(), std::vector<std::string>{"a outer"});
}

TEST(WaitBoard, BreaksNothingWhenFull) {
    int object = 0;
    {
        std::deque<w32::OnWaitBoard> lines;
        for (int i = 0; i < 300; ++i) lines.emplace_back("a crowd", &object);
        EXPECT_EQ(w32::waiting_threads().size(), 256u);
    }
    EXPECT_FALSE(on_board(::GetCurrentThreadId())) << "the lines beyond the board wiped others";
}

TEST(WaitBoard, ReadersSeeOnlyWholeLines) {
    w32::Event stop{w32::Reset::manual};
    static int objects[2];
    const auto flicker = [&](const char* kind, const int* object) {
        while (!w32::signaled_now(stop.get())) const w32::OnWaitBoard line(kind, object);
    };
    const w32::Thread first("zero", [&] { flicker("zero", &objects[0]); });
    const w32::Thread second("one", [&] { flicker("one", &objects[1]); });
    for (int round = 0; round < 2000; ++round)
        for (const auto& line : w32::waiting_threads()) {
            ASSERT_EQ(line.thread_name, line.kind);
            ASSERT_EQ(line.object, &objects[line.kind == "zero" ? 0 : 1]);
        }
    stop.set();
}

TEST(ThreadName, KeepsThirtyOneBytesOfWholeCharacters) {
    std::string kept;
    w32::Thread([&] {
        EXPECT_STREQ(w32::this_thread_name(), "");
        w32::set_this_thread_name("123456789 123456789 123456789 1\xC3\xA4");
        kept = w32::this_thread_name();
        w32::set_this_thread_name("123456789 123456789 123456789 \xC3\xA4 and more");
        EXPECT_STREQ(w32::this_thread_name(), "123456789 123456789 123456789 ");
    }).join();
    EXPECT_EQ(kept, "123456789 123456789 123456789 1");
}

TEST(ThreadName, IsWhatTheDebuggerShows) {
    w32::Thread("reader \xC3\xA4", [] {
        PWSTR text = nullptr;
        if (FAILED(w32::get_thread_description(::GetCurrentThread(), &text))) {
            GTEST_SKIP() << "this system has no thread descriptions";
        }
        EXPECT_EQ(w32::to_utf8(text), "reader \xC3\xA4");
        ::LocalFree(text);
    }).join();
}

}  // namespace
