// store_buffer_cases.cpp - what x86-TSO lets threads see, and what it does not.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/together.hpp"

#include <atomic>

namespace {

struct Two {
    std::atomic<int> x = 0;
    std::atomic<int> y = 0;
    int first = 0;
    int second = 0;
};

template <class First, class Second>
void run_two(First first, Second second) {
    Two two;
    together([&] { first(two); }, [&] { second(two); });
    explore::outcome(std::to_string(two.first) + std::to_string(two.second));
}

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kAcquire = std::memory_order_acquire;

EXPLORE_CASE(BothLoadsMissTheOtherStore, .outcomes = {"01", "10", "11"},
             .tso_outcomes = {"00", "01", "10", "11"}) {
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

EXPLORE_CASE(OneSequentialStoreIsNotEnough, .outcomes = {"01", "10", "11"},
             .tso_outcomes = {"00", "01", "10", "11"}) {
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

EXPLORE_CASE(FencesBetweenStoreAndLoad, .outcomes = {"01", "10", "11"}) {
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

EXPLORE_CASE(SequentialStoresAndLoads, .outcomes = {"01", "10", "11"}) {
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

EXPLORE_CASE(LoadsStayBeforeLaterStores, .outcomes = {"00", "01", "10"}) {
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

EXPLORE_CASE(StoresStayInOrder, .outcomes = {"00", "01", "11"}) {
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

EXPLORE_CASE(OwnStoreIsSeen, .outcomes = {"10", "11", "20", "21"}) {
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

// x86-TSO paper, example 2.2: each sees its own store before the other's
EXPLORE_CASE(OwnStoreIsSeenBeforeTheOther, .outcomes = {"1011", "1110", "1111"},
             .tso_outcomes = {"1010", "1011", "1110", "1111"}) {
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

EXPLORE_CASE(FlagAndThenData, .outcomes = {"-1", "1"}) {
    std::atomic<int> data{0}, ready{0};
    int got = -1;
    together(
        [&] {
            data.store(1, kRelaxed);
            ready.store(1, kRelease);
        },
        [&] {
            if (ready.load(kAcquire) != 0) got = data.load(kRelaxed);
        });
    explore::outcome(std::to_string(got));
}

EXPLORE_CASE(StoresOfAThreadThatHasEnded, .outcomes = {"00", "01", "11"}) {
    std::atomic<int> x{0}, y{0};
    w32::Thread writer([&] {
        x.store(1, kRelaxed);
        y.store(1, kRelaxed);
    });
    const int first = y.load(kRelaxed);
    const int second = x.load(kRelaxed);
    explore::outcome(std::to_string(first) + std::to_string(second));
    writer.join();
    EXPECT_EQ(x.load(kRelaxed) + y.load(kRelaxed), 2);
}

}  // namespace
