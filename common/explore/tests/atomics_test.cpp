// atomics_test.cpp - memory orders and volatile variables in every schedule.
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

namespace {

using explore::Memory;
using explore::Outcome;

// ---- what a release passes on

void message(std::memory_order store, std::memory_order load) {
    Shared<int> data = 0;
    std::atomic<int> ready = 0;
    w32::Thread writer([&] {
        data = 42;
        ready.store(1, store);
    });
    w32::Thread reader([&] {
        if (ready.load(load) != 1) return;
        EXPECT_EQ(data, 42);
    });
    writer.join();
    reader.join();
}

void release_acquire() { message(std::memory_order_release, std::memory_order_acquire); }
void relaxed_store() { message(std::memory_order_relaxed, std::memory_order_acquire); }
void relaxed_load() { message(std::memory_order_release, std::memory_order_relaxed); }

TEST(Orders, ReleaseAndAcquirePassAMessage) {
    EXPECT_TRUE(explore::explore(release_acquire).ok());
    EXPECT_TRUE(explore::explore(release_acquire, {.memory = Memory::tso}).ok());
}
TEST(Orders, RelaxedStoresAndLoadsDoNot) {
    EXPLORE_EXPECT_FAILURE(relaxed_store, Outcome::data_race);
    EXPLORE_EXPECT_FAILURE(relaxed_load, Outcome::data_race);
    EXPLORE_EXPECT_FAILURE(relaxed_store, Outcome::data_race, .memory = Memory::tso);
}

void fences(bool release, bool acquire) {
    Shared<int> data = 0;
    std::atomic<int> ready = 0;
    w32::Thread writer([&] {
        data = 42;
        if (release) std::atomic_thread_fence(std::memory_order_release);
        ready.store(1, std::memory_order_relaxed);
    });
    w32::Thread reader([&] {
        if (ready.load(std::memory_order_relaxed) == 0) return;
        if (acquire) std::atomic_thread_fence(std::memory_order_acquire);
        EXPECT_EQ(data, 42);
    });
    writer.join();
    reader.join();
}

TEST(Orders, FencesPassAMessageTogether) {
    EXPECT_TRUE(explore::explore([] { fences(true, true); }).ok());
    EXPECT_TRUE(explore::explore([] { fences(true, true); }, {.memory = Memory::tso}).ok());
    EXPLORE_EXPECT_FAILURE([] { fences(true, false); }, Outcome::data_race);
    EXPLORE_EXPECT_FAILURE([] { fences(false, true); }, Outcome::data_race);
}

// A third thread changes the flag between the release and the acquire.
void sequence(bool update) {
    Shared<int> data = 0;
    std::atomic<int> ready = 0;
    w32::Thread writer([&] {
        data = 42;
        ready.store(1, std::memory_order_release);
    });
    w32::Thread between([&] {
        if (ready.load(std::memory_order_relaxed) != 1) return;
        if (update)
            ready.fetch_add(1, std::memory_order_relaxed);
        else
            ready.store(2, std::memory_order_relaxed);
    });
    w32::Thread reader([&] {
        if (ready.load(std::memory_order_acquire) != 2) return;
        EXPECT_EQ(data, 42);
    });
    writer.join();
    between.join();
    reader.join();
}

TEST(Orders, AnUpdateContinuesAReleaseSequenceAStoreBreaksIt) {
    EXPECT_TRUE(explore::explore([] { sequence(true); }).ok());
    EXPLORE_EXPECT_FAILURE([] { sequence(false); }, Outcome::data_race);
    EXPLORE_EXPECT_FAILURE([] { sequence(false); }, Outcome::data_race, .memory = Memory::tso);
}

void failed_exchange() {
    Shared<int> data = 0;
    std::atomic<int> ready = 0;
    w32::Thread writer([&] {
        data = 42;
        int expected = 5;  // never there: nothing is stored, and nothing released
        ready.compare_exchange_strong(expected, 6, std::memory_order_acq_rel,
                                      std::memory_order_relaxed);
    });
    w32::Thread reader([&] {
        (void)ready.load(std::memory_order_acquire);
        EXPECT_GE(data, 0);
    });
    writer.join();
    reader.join();
}

TEST(Orders, AFailedCompareExchangeReleasesNothing) {
    EXPLORE_EXPECT_FAILURE(failed_exchange, Outcome::data_race);
}

// ---- volatile variables

// Whole, as Win32 code relies on: no race with another volatile access or an Interlocked one.
EXPLORE_TEST(VolatileVariable, IsReadAndWrittenAsAWhole) {
    Shared<LONG volatile> flag = 0;
    LONG seen = 0;
    w32::Thread writer([&] { flag = 1; });
    w32::Thread adder([&] { ::InterlockedIncrement(&flag); });
    seen = flag;
    writer.join();
    adder.join();
    EXPECT_TRUE(seen == 0 || seen == 1 || seen == 2);
    EXPECT_TRUE(flag == 1 || flag == 2) << flag;
}

void volatile_flag_for_data() {
    Shared<LONG volatile> ready = 0;
    Shared<int> data = 0;
    w32::Thread writer([&] {
        data = 1;
        ready = 1;
    });
    int seen = 1;
    if (ready != 0) seen = data;
    EXPECT_EQ(seen, 1);
    writer.join();
}

TEST(VolatileVariable, OrdersNothing) {
    EXPLORE_EXPECT_FAILURE(volatile_flag_for_data, Outcome::data_race);
}

void volatile_counter() {
    Shared<LONG volatile> count = 0;
    w32::Thread first([&] { count = count + 1; });
    w32::Thread second([&] { count = count + 1; });
    first.join();
    second.join();
    EXPECT_EQ(count, 2);
}

TEST(VolatileVariable, IsNoLock) { EXPLORE_EXPECT_FAILURE(volatile_counter, Outcome::assertion); }

// ---- loops without a step

void spin_for_ever() {
    Shared<bool> done = false;
    w32::Thread waiter([&] {
        while (!done) {
        }
    });
    waiter.join();
}

void spin_for_long() {
    int rounds = 0;
    w32::Thread waiter([&] {
        while (rounds < 300'000) rounds = rounds + 1;
    });
    waiter.join();
    EXPECT_EQ(rounds, 300'000);
}

void spin_on_volatile() {
    Shared<volatile bool> done = false;
    w32::Thread waiter([&] {
        while (!done) {
        }
    });
    waiter.join();
}

void polls_one_after_the_other() {
    std::atomic<int> first = 0;
    std::atomic<int> second = 0;
    w32::Thread waiter([&] {
        while (first == 0) {
        }
        while (second == 0) {
        }
    });
    first = 1;
    first = 2;  // the waiter may have done with it
    second = 1;
    waiter.join();
}

void tries_and_then_spins() {
    std::atomic<bool> taken = true;
    std::atomic<int> count = 0;
    const auto add = [&] {
        if (taken.exchange(true))  // looks here, and then at another place
            while (taken.exchange(true)) {
            }
        ++count;
        taken = false;
    };
    w32::Thread first(add);
    w32::Thread second(add);
    taken = false;
    first.join();
    second.join();
    EXPECT_EQ(count, 2);
}

// What it has looked at before the loop changes meanwhile, and has nothing to do with the loop.
void spin_after_a_look_elsewhere() {
    std::atomic<int> elsewhere = 0;
    std::atomic<bool> done = false;
    w32::Thread worker([&] {
        ++elsewhere;
        done = true;
    });
    (void)elsewhere.load();
    while (!done) YieldProcessor();
    worker.join();
}

TEST(Spin, WithoutAnEndIsALivelock) {
    EXPLORE_EXPECT_FAILURE(spin_for_ever, Outcome::livelock);
    EXPLORE_EXPECT_FAILURE(spin_on_volatile, Outcome::livelock);
}

TEST(Spin, IsNotKeptGoingByWhatItLookedAtBefore) {
    for (const auto body :
         {polls_one_after_the_other, tries_and_then_spins, spin_after_a_look_elsewhere}) {
        const explore::Report report = explore::explore(body);
        EXPECT_TRUE(report.ok()) << report.text().substr(0, 400);
        EXPECT_TRUE(report.exhausted);
    }
}

TEST(Spin, WithAnEndPasses) { EXPECT_TRUE(explore::explore(spin_for_long).ok()); }

}  // namespace
