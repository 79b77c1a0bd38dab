// shared_test.cpp - Shared<T> and std::atomic: the same findings, whoever reports the accesses.
//
// Built twice: instrumented, where Shared<T> is T, and not, where it is a class.
#include "common/explore/shared.hpp"
#include "common/explore/tests/comparison.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/locks.hpp"

#include <algorithm>
#include <atomic>
#include <source_location>

namespace {

using explore::Memory;
using explore::Outcome;
using explore::Report;

static_assert(sizeof(Shared<int>) == sizeof(int) && alignof(Shared<int>) == alignof(int));
static_assert(sizeof(Shared<char*>) == sizeof(void*) && sizeof(Shared<char>) == 1);
static_assert(sizeof(std::atomic<short>) == 2 && alignof(std::atomic<LONG64>) == 8);
static_assert(std::is_same_v<explore::unshared_t<Shared<volatile int>>, volatile int>);
static_assert(std::is_same_v<explore::unshared_t<long>, long>);

struct Pair {
    int first;
    int second;
};

// ---- it computes as T does ---------------------------------------------------------------------

TEST(SharedVariable, ComputesAsItsType) {
    Shared<int> number = 5;
    EXPECT_EQ(++number, 6);
    EXPECT_EQ(number++, 6);
    EXPECT_EQ(--number, 6);
    EXPECT_EQ(number--, 6);
    number += 10;
    number -= 3;
    number *= 6;
    number /= 4;
    EXPECT_EQ(number, 18);
    number %= 10;
    number <<= 3;
    number >>= 1;
    number |= 3;
    number &= ~32;
    number ^= 1;
    EXPECT_EQ(number, 2);
    Shared<int> copy = number;
    copy = copy + number;
    EXPECT_EQ(copy, 4);
    number = copy;
    EXPECT_TRUE(number == copy && number > 3 && number);
    Shared<short> small = 7;
    small += 1;
    EXPECT_EQ(small, 8);
    Shared<double> real = 0.5;
    real += 1;
    EXPECT_EQ(real, 1.5);
    Shared<bool> flag = false;
    flag = !flag;
    EXPECT_TRUE(flag);
}

TEST(SharedVariable, PointsAsItsType) {
    Pair pairs[] = {{1, 2}, {3, 4}};
    Shared<Pair*> at = nullptr;
    EXPECT_TRUE(!at && at == nullptr);
    at = pairs;
    EXPECT_EQ(at->second, 2);
    EXPECT_EQ(at[1].first, 3);
    EXPECT_EQ((*at).first, 1);
    ++at;
    EXPECT_EQ(at->first, 3);
    EXPECT_EQ(at - pairs, 1);
    at -= 1;
    EXPECT_EQ(at, pairs);
    Pair** place = &at;
    *place = nullptr;
    EXPECT_EQ(at, nullptr);
    Shared<Pair> whole = Pair{5, 6};
    const Pair read = whole;
    EXPECT_EQ(read.second, 6);
}

// ---- races -------------------------------------------------------------------------------------

Shared<int> counter = 0;

void two_writes() {
    together([] { counter = 1; }, [] { counter = 2; });
}

TEST(SharedVariable, RacesWithoutALock) {
    const int line = static_cast<int>(std::source_location::current().line()) - 4;
    const Report report = EXPLORE_EXPECT_FAILURE(two_writes, Outcome::data_race);
    const std::string place = "shared_test.cpp:" + std::to_string(line);
    EXPECT_NE(report.sentence.find("writes the variable 'counter' at " + place), std::string::npos)
        << report.sentence;
    EXPECT_NE(report.sentence.find("writes it at " + place), std::string::npos) << report.sentence;
    EXPECT_EQ(report.trace.back().what, "writes");
    EXPECT_EQ(report.trace.back().object, "counter");
}

void two_increments() {
    const auto add = [] { ++counter; };
    together(add, add);
    EXPECT_EQ(counter, 2);
}

TEST(SharedVariable, LosesAnUpdate) {
    const Report report = EXPLORE_EXPECT_FAILURE(two_increments, Outcome::assertion);
    EXPECT_EQ(report.cause_outcome, Outcome::data_race);
    EXPECT_EQ(std::count_if(report.trace.begin(), report.trace.end(),
                            [](const explore::TraceStep& step) {
                                return step.what == "writes" && step.note == "1";
                            }),
              2)
        << report.text();
}

void two_sums() {
    Shared<long> sum = 0;
    const auto add = [&] { sum += 2; };
    together(add, add);
    EXPECT_EQ(sum, 4);
}

TEST(SharedVariable, LosesASum) {
    const Report report = EXPLORE_EXPECT_FAILURE(two_sums, Outcome::assertion);
    EXPECT_NE(report.cause.find("a local variable of main"), std::string::npos) << report.cause;
}

void read_through_a_pointer() {
    Pair pair{1, 2};
    Shared<Pair*> at = nullptr;
    together([&] { at = &pair; },
             [&] {
                 if (at == nullptr) return;
                 EXPECT_EQ(at->first, 1);
             });
}

TEST(SharedVariable, RacesAsAPointer) {
    EXPLORE_EXPECT_FAILURE(read_through_a_pointer, Outcome::data_race);
}

void locked_increments() {
    w32::SrwLock lock;
    const auto add = [&] {
        for (int i = 0; i < 2; ++i) {
            const w32::Guard hold(lock);
            counter++;
        }
    };
    together(add, add);
    EXPECT_EQ(counter, 4) << "it is 0 again before each execution";
}

TEST(SharedVariable, PassesUnderALock) {
    EXPECT_TRUE(explore::explore(locked_increments).ok());
    EXPECT_EQ(explore::expect_same_traces(locked_increments).traces.size(), 6u);
    EXPECT_EQ(counter, 0);
}

struct Node {
    int value;
    Shared<Node*> next;
};

void lost_node() {
    Shared<Node*> head = nullptr;
    const auto push = [&](int value) {
        Node* node = new Node{value, nullptr};
        Node* first = head;
        node->next = first;
        head = node;
    };
    together([&] { push(1); }, [&] { push(2); });
    int count = 0;
    for (const Node* node = head; node != nullptr; node = node->next) ++count;
    if (count != 2) ADD_FAILURE() << "[lost-node] one of two nodes is not in the list";
}

TEST(SharedVariable, LosesANode) {
    const Report report = EXPLORE_EXPECT_FAILURE(lost_node, Outcome::assertion);
    EXPECT_EQ(report.diagnosis, "lost-node");
}

// ---- volatile and Interlocked ------------------------------------------------------------------

template <class Number>
void volatile_message() {
    Number written = 0, ready = 0;
    together(
        [&] {
            written = 1;
            ready = 1;
        },
        [&] {
            const int seen = ready;
            EXPECT_LE(seen, written);
        });
}

template <class Number>
void volatile_increments() {
    Number number = 0;
    const auto add = [&] { number = number + 1; };
    together(add, add);
    EXPECT_EQ(number, 2);
}

TEST(SharedVolatile, IsReadAndWrittenAsAWhole) {
    EXPECT_TRUE(explore::explore(volatile_message<Shared<volatile int>>).ok());
    EXPECT_TRUE(explore::explore(volatile_message<volatile Shared<int>>).ok());
}

TEST(SharedVolatile, IsNoLock) {
    EXPLORE_EXPECT_FAILURE(volatile_increments<Shared<volatile int>>, Outcome::assertion);
    EXPLORE_EXPECT_FAILURE(volatile_increments<volatile Shared<int>>, Outcome::assertion);
}

void interlocked_increments() {
    Shared<LONG> number = 0;
    const auto add = [&] { ::InterlockedIncrement(&number); };
    together(add, add);
    EXPECT_EQ(number, 2);
}

void interlocked_and_plain() {
    Shared<LONG> number = 0;
    together([&] { ::InterlockedIncrement(&number); }, [&] { number = 0; });
}

TEST(SharedVariable, IsCountedByInterlockedFunctions) {
    EXPECT_TRUE(explore::explore(interlocked_increments).ok());
    EXPLORE_EXPECT_FAILURE(interlocked_and_plain, Outcome::data_race);
}

// ---- std::atomic -------------------------------------------------------------------------------

void message(std::memory_order store, std::memory_order load) {
    Shared<int> data = 0;
    std::atomic<int> ready = 0;
    together(
        [&] {
            data = 42;
            ready.store(1, store);
        },
        [&] {
            if (ready.load(load) == 0) return;
            EXPECT_EQ(data, 42);
        });
}

void passed_on() { message(std::memory_order_release, std::memory_order_acquire); }
void relaxed() { message(std::memory_order_relaxed, std::memory_order_acquire); }

TEST(SharedVariable, IsOrderedByAtomics) {
    EXPECT_TRUE(explore::explore(passed_on).ok());
    EXPLORE_EXPECT_FAILURE(relaxed, Outcome::data_race);
}

void two_atomic_steps() {
    std::atomic<int> number = 0;
    const auto add = [&] { number = number + 1; };
    together(add, add);
    EXPECT_EQ(number, 2);
}

void one_atomic_step() {
    std::atomic<int> number = 0;
    std::atomic_int rest = 2;
    const auto add = [&] {
        int old = number.load(std::memory_order_relaxed);
        while (!number.compare_exchange_weak(old, old + 1)) {
        }
        rest -= 1;
    };
    together(add, add);
    EXPECT_EQ(number, 2);
    EXPECT_EQ(rest.fetch_or(4), 0);
    EXPECT_EQ(rest.exchange(1), 4);
}

TEST(Atomics, AreStepsOfTheirOwn) {
    const Report report = EXPLORE_EXPECT_FAILURE(two_atomic_steps, Outcome::assertion);
    EXPECT_EQ(report.cause_outcome, Outcome::passed) << report.cause;
    EXPECT_GT(explore::expect_same_traces(one_atomic_step).traces.size(), 1u);
}

void both_miss() {
    std::atomic<int> a = 0, b = 0;
    int seen_a = 1, seen_b = 1;
    together(
        [&] {
            a.store(1, std::memory_order_release);
            seen_b = b.load(std::memory_order_acquire);
        },
        [&] {
            b.store(1, std::memory_order_release);
            seen_a = a.load(std::memory_order_acquire);
        });
    EXPECT_TRUE(seen_a == 1 || seen_b == 1);
}

TEST(Atomics, AreStoredLate) {
    EXPECT_TRUE(explore::explore(both_miss).ok());
    EXPLORE_EXPECT_FAILURE(both_miss, Outcome::assertion, .memory = Memory::tso);
}

}  // namespace
