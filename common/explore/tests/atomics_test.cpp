// atomics_test.cpp - memory orders and store buffers in every schedule.
#include "common/explore/shared.hpp"
#include "common/explore/tests/comparison.hpp"
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

// ---- x86-TSO

struct Two {
    std::atomic<int> x = 0;
    std::atomic<int> y = 0;
    int first = 0;
    int second = 0;
};

template <class First, class Second>
void run_two(First first, Second second) {
    Two two;
    w32::Thread a([&] { first(two); });
    w32::Thread b([&] { second(two); });
    a.join();
    b.join();
    explore::outcome(std::to_string(two.first) + std::to_string(two.second));
}

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kAcquire = std::memory_order_acquire;

void store_buffering() {
    run_two(
        [](Two& two) {
            two.x.store(1, kRelease);
            two.first = two.y.load(kAcquire);
        },
        [](Two& two) {
            two.y.store(1, kRelease);
            two.second = two.x.load(kAcquire);
        });
}

void store_buffering_with_fences() {
    run_two(
        [](Two& two) {
            two.x.store(1, kRelaxed);
            ::MemoryBarrier();
            two.first = two.y.load(kRelaxed);
        },
        [](Two& two) {
            two.y.store(1, kRelaxed);
            std::atomic_thread_fence(std::memory_order_seq_cst);
            two.second = two.x.load(kRelaxed);
        });
}

void sequential_stores() {
    run_two(
        [](Two& two) {
            two.x.store(1);
            two.first = two.y.load();
        },
        [](Two& two) {
            two.y.store(1);
            two.second = two.x.load();
        });
}

void half_fenced() {
    run_two(
        [](Two& two) {
            two.x.store(1);
            two.first = two.y.load();
        },
        [](Two& two) {
            two.y.store(1, kRelease);
            two.second = two.x.load();
        });
}

void load_buffering() {
    run_two(
        [](Two& two) {
            two.first = two.x.load(kRelaxed);
            two.y.store(1, kRelaxed);
        },
        [](Two& two) {
            two.second = two.y.load(kRelaxed);
            two.x.store(1, kRelaxed);
        });
}

void message_passing() {
    run_two(
        [](Two& two) {
            two.x.store(1, kRelaxed);
            two.y.store(1, kRelaxed);
        },
        [](Two& two) {
            two.first = two.y.load(kRelaxed);
            two.second = two.x.load(kRelaxed);
        });
}

void own_store() {
    run_two(
        [](Two& two) {
            two.x.store(1, kRelaxed);
            two.first = two.x.load(kRelaxed);
        },
        [](Two& two) {
            two.second = two.x.load(kRelaxed);
            two.x.store(2, kRelaxed);
        });
}

void forwarding() {  // x86-TSO paper, example 2.2: each sees its own store before the other's
    std::atomic<int> x = 0, y = 0;
    int seen[4] = {};
    w32::Thread a([&] {
        x.store(1, kRelaxed);
        seen[0] = x.load(kRelaxed);
        seen[1] = y.load(kRelaxed);
    });
    w32::Thread b([&] {
        y.store(1, kRelaxed);
        seen[2] = y.load(kRelaxed);
        seen[3] = x.load(kRelaxed);
    });
    a.join();
    b.join();
    std::string text;
    for (const int each : seen) text += std::to_string(each);
    explore::outcome(text);
}

using Outcomes = std::set<std::string>;

Outcomes outcomes_of(void (*body)(), Memory memory) {
    return explore::expect_same_traces(body, {.memory = memory}).outcomes;
}

TEST(StoreBuffers, LetBothLoadsMissTheOtherStore) {
    EXPECT_EQ(outcomes_of(store_buffering, Memory::sequential), (Outcomes{"01", "10", "11"}));
    EXPECT_EQ(outcomes_of(store_buffering, Memory::tso), (Outcomes{"00", "01", "10", "11"}));
    EXPECT_EQ(outcomes_of(half_fenced, Memory::tso), (Outcomes{"00", "01", "10", "11"}));
}
TEST(StoreBuffers, AreEmptyAfterAFenceOrASequentialStore) {
    EXPECT_EQ(outcomes_of(store_buffering_with_fences, Memory::tso), (Outcomes{"01", "10", "11"}));
    EXPECT_EQ(outcomes_of(sequential_stores, Memory::tso), (Outcomes{"01", "10", "11"}));
}
TEST(StoreBuffers, KeepLoadsBeforeLaterStores) {
    EXPECT_EQ(outcomes_of(load_buffering, Memory::tso), (Outcomes{"00", "01", "10"}));
}
TEST(StoreBuffers, KeepStoresInOrder) {
    EXPECT_EQ(outcomes_of(message_passing, Memory::tso), (Outcomes{"00", "01", "11"}));
}
TEST(StoreBuffers, ShowAThreadItsOwnStores) {
    EXPECT_EQ(outcomes_of(own_store, Memory::sequential), (Outcomes{"10", "11", "20", "21"}));
    EXPECT_EQ(outcomes_of(own_store, Memory::tso), (Outcomes{"10", "11", "20", "21"}));
    EXPECT_EQ(outcomes_of(forwarding, Memory::tso), (Outcomes{"1010", "1011", "1110", "1111"}));
    EXPECT_EQ(outcomes_of(forwarding, Memory::sequential), (Outcomes{"1011", "1110", "1111"}));
}

// Plain variables as steps: the compiler's code stores by itself.
struct Plain {
    Shared<int> x = 0, y = 0;
    int first = 0, second = 0;
};

void plain_store_buffering() {
    Plain two;
    w32::Thread a([&] {
        two.x = 1;
        two.first = two.y;
    });
    w32::Thread b([&] {
        two.y = 1;
        two.second = two.x;
    });
    a.join();
    b.join();
    explore::outcome(std::to_string(two.first) + std::to_string(two.second));
}

TEST(StoreBuffers, DelayPlainStoresThatAreSteps) {
    explore::Options options{.plain = explore::Plain::interleaved};
    EXPECT_EQ(explore::explore(plain_store_buffering, options).outcomes,
              (Outcomes{"01", "10", "11"}));
    options.memory = Memory::tso;
    EXPECT_EQ(explore::explore(plain_store_buffering, options).outcomes,
              (Outcomes{"00", "01", "10", "11"}));
}

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

TEST(Spin, WithoutAnEndIsALivelock) {
    EXPLORE_EXPECT_FAILURE(spin_for_ever, Outcome::livelock);
    EXPLORE_EXPECT_FAILURE(spin_on_volatile, Outcome::livelock);
}

TEST(Spin, WithAnEndPasses) { EXPECT_TRUE(explore::explore(spin_for_long).ok()); }

}  // namespace
