// What notes/07-interlocked.md claims about single steps: what they answer, and to whom.
// Topics: T08 T66 T67 M12
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

namespace {

constexpr int kThreads = 4;

/// Runs `body` on kThreads threads that begin together.
template <class Body>
void on_all(const Body& body) {
    w32::Event go{w32::Reset::manual};
    std::vector<w32::Thread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back("runs", [&, i] {
            go.wait();
            body(i);
        });
    go.set();
}

}  // namespace

TEST(Increment, InStepsLosesWhatComesBetween) {
    WB_CLAIM("N07-01", "++ is read, add, write: what another thread adds in between is lost.");
    LONG volatile count = 5;
    const LONG seen = count;
    w32::Thread("adds one", [&] { ::InterlockedIncrement(&count); }).join();
    count = seen + 1;
    EXPECT_EQ(count, 6) << "two have added 1 to 5";
}

TEST(Increment, InterlockedLosesNothing) {
    WB_CLAIM("N07-02", "InterlockedIncrement is one step: whatever is added at once is all there.");
    constexpr LONG kEach = 20'000;
    LONG volatile count = 0;
    on_all([&](int) {
        for (LONG i = 0; i < kEach; ++i) ::InterlockedIncrement(&count);
    });
    EXPECT_EQ(count, kThreads * kEach);
}

TEST(Increment, AnswersTheNewValue) {
    WB_CLAIM("N07-03", "InterlockedIncrement and InterlockedDecrement return the new value.");
    LONG volatile count = 41;
    EXPECT_EQ(::InterlockedIncrement(&count), 42);
    EXPECT_EQ(::InterlockedDecrement(&count), 41);
    count = 0;
    EXPECT_EQ(::InterlockedDecrement(&count), -1) << "the value itself, not only its sign";
    LONG64 volatile wide = 0x1'0000'0000 - 1;
    EXPECT_EQ(::InterlockedIncrement64(&wide), 0x1'0000'0000);
}

TEST(Decrement, TellsOneThreadThatItWasTheLast) {
    WB_CLAIM("N07-04", "Of several threads that decrement, each gets another value; one gets 0.");
    LONG volatile references = kThreads;
    LONG left[kThreads] = {};
    on_all([&](int i) { left[i] = ::InterlockedDecrement(&references); });
    std::sort(std::begin(left), std::end(left));
    for (LONG i = 0; i < kThreads; ++i) EXPECT_EQ(left[i], i);
}

TEST(Exchange, AnswersTheOldValue) {
    WB_CLAIM("N07-05", "InterlockedExchange, ExchangeAdd, And, Or and Xor return the old value.");
    LONG volatile value = 41;
    EXPECT_EQ(::InterlockedExchange(&value, 7), 41);
    EXPECT_EQ(::InterlockedExchangeAdd(&value, 5), 7);
    EXPECT_EQ(::InterlockedAnd(&value, 8), 12);
    EXPECT_EQ(::InterlockedOr(&value, 3), 8);
    EXPECT_EQ(::InterlockedXor(&value, 1), 11);
    EXPECT_EQ(value, 10);
}

TEST(Exchange, HandsAPointerToOneThread) {
    WB_CLAIM("N07-06", "Of several threads that exchange a pointer for nullptr, one gets it.");
    int object = 0;
    void* volatile place = &object;
    std::atomic<int> taken = 0;
    on_all([&](int) {
        if (::InterlockedExchangePointer(&place, nullptr) != nullptr) ++taken;
    });
    EXPECT_EQ(taken, 1);
    EXPECT_EQ(place, nullptr);
}

TEST(CompareExchange, WritesOnlyIfNothingElseIsThere) {
    WB_CLAIM("N07-07",
             "InterlockedCompareExchange writes if it finds the expected value; it "
             "returns what it has found.");
    LONG volatile value = 12;
    EXPECT_EQ(::InterlockedCompareExchange(&value, 1, 12), 12) << "as expected: written";
    EXPECT_EQ(::InterlockedCompareExchange(&value, 2, 12), 1) << "something else: not written";
    EXPECT_EQ(value, 1);
}

TEST(CompareExchange, BuildsAnyOtherStep) {
    WB_CLAIM("N07-08",
             "A loop around InterlockedCompareExchange makes one step of any computation.");
    constexpr LONG kEach = 2'000;
    LONG volatile value = 1;
    const auto step = [](LONG old) { return (old * 5 + 1) % 10'007; };
    on_all([&](int) {
        for (LONG i = 0; i < kEach; ++i) {
            LONG seen = value;
            for (;;) {
                const LONG found = ::InterlockedCompareExchange(&value, step(seen), seen);
                if (found == seen) break;
                seen = found;
            }
        }
    });
    LONG expected = 1;
    for (LONG i = 0; i < kThreads * kEach; ++i) expected = step(expected);
    EXPECT_EQ(value, expected);
}

TEST(CompareExchange, DoesNotNoticeThereAndBackAgain) {
    WB_CLAIM("N07-09",
             "InterlockedCompareExchange compares values: changed and changed back is "
             "equal.");
    LONG volatile value = 1;
    const LONG seen = value;
    w32::Thread("there and back", [&] {
        ::InterlockedExchange(&value, 2);
        ::InterlockedExchange(&value, seen);
    }).join();
    EXPECT_EQ(::InterlockedCompareExchange(&value, 3, seen), seen) << "it takes it for unchanged";
}

TEST(StdAtomic, IsTheSameVariable) {
    WB_CLAIM("N07-10", "std::atomic<LONG> is as large as LONG and needs no lock.");
    EXPECT_EQ(sizeof(std::atomic<LONG>), sizeof(LONG));
    EXPECT_TRUE(std::atomic<LONG>::is_always_lock_free);
    EXPECT_TRUE(std::atomic<void*>::is_always_lock_free);
}

TEST(StdAtomic, AnswersTheOldValueWhereWindowsAnswersTheNew) {
    WB_CLAIM("N07-11", "fetch_add returns the old value, InterlockedIncrement the new one.");
    std::atomic<LONG> count = 41;
    EXPECT_EQ(count.fetch_add(1), 41);
    EXPECT_EQ(++count, 43) << "the operator returns the new one";
    EXPECT_EQ(count.exchange(7), 43);
    LONG expected = 8;
    EXPECT_FALSE(count.compare_exchange_strong(expected, 9));
    EXPECT_EQ(expected, 7) << "what was found";
}

TEST(Access, OfAnAlignedWordIsWhole) {
    WB_CLAIM("N07-12", "An aligned 64-bit variable is read and written as a whole (on 64 bits).");
    static_assert(sizeof(void*) == 8);
    LONG64 volatile value = 0;
    int torn = 0;
    LONG volatile done = 0;
    w32::Thread writer("writes all bits", [&] {
        for (int i = 0; i < 20'000; ++i) value = i % 2 == 0 ? -1 : 0;
        ::InterlockedExchange(&done, 1);
    });
    while (::InterlockedCompareExchange(&done, 0, 0) == 0) {
        const LONG64 seen = value;
        if (seen != 0 && seen != -1) ++torn;
    }
    EXPECT_EQ(torn, 0);
}
