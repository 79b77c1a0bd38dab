// thread_test.cpp - a thread is always joined, and an empty object is harmless.
#include "common/win32/thread.hpp"

#include "common/win32/event.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using namespace std::chrono_literals;

static_assert(!std::is_copy_constructible_v<w32::Thread>);

TEST(Thread, RunsItsBodyOnAnotherThread) {
    DWORD ran_on = 0;
    w32::Thread worker([&] { ran_on = ::GetCurrentThreadId(); });
    const DWORD id = worker.id();
    worker.join();
    EXPECT_EQ(ran_on, id);
    EXPECT_NE(ran_on, ::GetCurrentThreadId());
}

TEST(Thread, DestructorWaitsForTheBody) {
    w32::Event go{w32::Reset::manual};
    bool finished = false;
    const w32::Thread opener([&] { go.set(); });
    {
        const w32::Thread worker([&] {
            go.wait();
            finished = true;
        });
    }
    EXPECT_TRUE(finished);
}

TEST(Thread, AssignmentJoinsTheThreadItHeld) {
    bool first_finished = false;
    w32::Thread worker([&] { first_finished = true; });
    worker = w32::Thread([] {});
    EXPECT_TRUE(first_finished);
    EXPECT_TRUE(worker);
}

TEST(Thread, IsEmptyAfterAMove) {
    w32::Event go{w32::Reset::manual};
    w32::Thread first([&] { go.wait(); });
    const DWORD id = first.id();
    w32::Thread second(std::move(first));
    EXPECT_FALSE(first);
    EXPECT_EQ(first.id(), 0u);
    EXPECT_EQ(first.get(), nullptr);
    EXPECT_EQ(second.id(), id);
    first.join();  // nothing to wait for
    go.set();
}

TEST(Thread, JoinForAnswersWhetherItHasReturned) {
    w32::Event go{w32::Reset::manual};
    w32::Thread worker([&] { go.wait(); });
    EXPECT_FALSE(worker.join_for(1ms));
    EXPECT_TRUE(worker) << "not joined: still to be waited for";
    go.set();
    EXPECT_TRUE(worker.join_for(w32::forever));
    EXPECT_FALSE(worker);
    EXPECT_TRUE(worker.join_for(0ms)) << "joined before";
    worker.join();
}

TEST(Thread, EmptyObjectHasNothingToJoin) {
    w32::Thread none;
    EXPECT_FALSE(none);
    EXPECT_EQ(none.id(), 0u);
    EXPECT_TRUE(none.join_for(0ms));
    none.join();
}

TEST(Thread, JoinIsOnTheWaitBoard) {
    w32::Event go{w32::Reset::manual};
    w32::Thread worker([&] { go.wait(); });
    const w32::Thread joiner("joiner", [&] { worker.join(); });
    EXPECT_EQ(helpers::seen_waiting(joiner.id()).kind, "the end of thread");
    go.set();
}

}  // namespace
