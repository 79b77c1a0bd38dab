// shared_class_test.cpp - Shared<T> and std::atomic as classes, in a program that nobody
// instruments.
#include "common/explore/shared.hpp"
#include "common/explore/tests/comparison.hpp"
#include "common/explore/tests/together.hpp"

#include <atomic>

namespace {

using explore::Outcome;

static_assert(!std::is_same_v<Shared<int>, int>, "this program is about the class");
static_assert(std::is_same_v<explore::unshared_t<Shared<int>>, int>);
static_assert(std::is_same_v<explore::unshared_t<volatile Shared<int>>, volatile int>);
static_assert(std::is_same_v<std::atomic<int>, explore::Atomic<int>>);
static_assert(std::is_standard_layout_v<Shared<int>>);

constinit Shared<int> constant = 7;  // as int: without code that runs before main

void plain_increments() {
    int number = 0;
    const auto add = [&] { number += 1; };
    together(add, add);
}

TEST(Uninstrumented, AccessesToOtherVariablesAreNotSeen) {
    EXPECT_EQ(constant, 7);
    EXPECT_TRUE(explore::explore(plain_increments).ok()) << "so it needs Shared";
}

TEST(AtomicClass, ComputesAsTheStandardSays) {
    std::atomic<unsigned char> small = 250;
    EXPECT_EQ(small.fetch_add(10), 250);
    EXPECT_EQ(small.load(), 4);
    EXPECT_EQ(small -= 5, 255);
    EXPECT_EQ(++small, 0);
    EXPECT_EQ(small--, 0);
    EXPECT_EQ(small.fetch_and(15), 255);
    EXPECT_EQ(small ^= 1, 14);
    EXPECT_EQ(small |= 1, 15);
    unsigned char expected = 3;
    EXPECT_FALSE(small.compare_exchange_strong(expected, 9));
    EXPECT_EQ(expected, 15);
    EXPECT_TRUE(small.compare_exchange_strong(expected, 9, std::memory_order_release,
                                              std::memory_order_relaxed));
    EXPECT_EQ(small, 9);
    int numbers[3] = {1, 2, 3};
    std::atomic<int*> at = numbers;
    EXPECT_EQ(*++at, 2);
    EXPECT_EQ(*(at += 1), 3);
    EXPECT_EQ(at.fetch_sub(2), numbers + 2);
    EXPECT_EQ(at.exchange(nullptr), numbers);
    std::atomic<bool> flag;
    EXPECT_FALSE(flag);
    EXPECT_FALSE(flag.exchange(true));
    std::atomic_flag taken = ATOMIC_FLAG_INIT;
    EXPECT_FALSE(taken.test_and_set());
    EXPECT_TRUE(taken.test());
    taken.clear();
    EXPECT_FALSE(taken.test());
}

void flag_as_lock() {
    std::atomic_flag taken;
    Shared<int> number = 0;
    const auto add = [&] {
        while (taken.test_and_set(std::memory_order_acquire)) {
        }
        ++number;
        taken.clear(std::memory_order_release);
    };
    together(add, add);
    EXPECT_EQ(number, 2);
}

TEST(AtomicClass, FlagIsALock) { EXPECT_TRUE(explore::explore(flag_as_lock).ok()); }

void fences() {
    Shared<int> data = 0;
    std::atomic<int> ready = 0;
    together(
        [&] {
            data = 1;
            std::atomic_thread_fence(std::memory_order_release);
            ready.store(1, std::memory_order_relaxed);
        },
        [&] {
            if (ready.load(std::memory_order_relaxed) == 0) return;
            std::atomic_thread_fence(std::memory_order_acquire);
            EXPECT_EQ(data, 1);
        });
}

TEST(AtomicClass, FencesOrder) { EXPECT_TRUE(explore::explore(fences).ok()); }

void notified() {
    std::atomic<int> ready = 0;
    Shared<int> data = 0;
    together(
        [&] {
            data = 1;
            ready.store(1, std::memory_order_release);
            ready.notify_one();
        },
        [&] {
            ready.wait(0, std::memory_order_acquire);
            EXPECT_EQ(data, 1);
        });
}

void not_notified() {
    std::atomic<int> ready = 0;
    together([&] { ready = 1; }, [&] { ready.wait(0); });
}

TEST(AtomicClass, WaitsForANotification) {
    EXPECT_TRUE(explore::explore(notified).ok());
    const explore::Report report = explore::explore(not_notified);
    EXPECT_FALSE(report.ok()) << "the wait may come first, and then nobody wakes it";
}

}  // namespace
