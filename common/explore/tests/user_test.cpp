// user_test.cpp - one-time initialization, Interlocked functions and lists.
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/thread.hpp"

namespace {

using explore::Outcome;

// ---- InitOnce

BOOL CALLBACK bad_context(PINIT_ONCE, PVOID, PVOID* context) {
    *context = reinterpret_cast<PVOID>(1);
    return TRUE;
}

void execute_badly() {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    ::InitOnceExecuteOnce(&once, bad_context, nullptr, nullptr);
}

BOOL CALLBACK recurse(PINIT_ONCE once, PVOID, PVOID*) {
    return ::InitOnceExecuteOnce(once, recurse, nullptr, nullptr);
}

void execute_within_itself() {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    ::InitOnceExecuteOnce(&once, recurse, nullptr, nullptr);
}

TEST(InitOnce, FindsMisuse) {
    EXPLORE_EXPECT_FAILURE(execute_badly, Outcome::bad_lock);
    EXPLORE_EXPECT_FAILURE(execute_within_itself, Outcome::deadlock);
}

// ---- Interlocked functions

void interlocked_values() {
    LONG v = 40;
    EXPECT_EQ(::InterlockedIncrement(&v), 41);
    EXPECT_EQ(::InterlockedDecrementAcquire(&v), 40);
    EXPECT_EQ(::InterlockedExchangeAdd(&v, 2), 40);
    EXPECT_EQ(::_InterlockedExchange(&v, 7), 42);
    EXPECT_EQ(::InterlockedCompareExchange(&v, 8, 7), 7);
    EXPECT_EQ(::InterlockedCompareExchangeRelease(&v, 9, 7), 8);
    EXPECT_EQ(::InterlockedOr(&v, 3), 8);
    EXPECT_EQ(::InterlockedAnd(&v, 9), 11);
    EXPECT_EQ(::InterlockedXor(&v, 1), 9);
    EXPECT_EQ(::InterlockedAdd(&v, 2), 10);
    LONG64 wide = MAXLONGLONG;
    EXPECT_EQ(::InterlockedIncrement64(&wide), MINLONGLONG);
    EXPECT_EQ(::InterlockedExchangeAdd64(&wide, 5), MINLONGLONG);
    EXPECT_EQ(::InterlockedAnd64(&wide, 5), MINLONGLONG + 5);
    SHORT small = 32767;
    EXPECT_EQ(::InterlockedIncrement16(&small), -32768);
    int a = 0, b = 0;
    PVOID pointer = &a;
    EXPECT_EQ(::InterlockedExchangePointer(&pointer, &b), &a);
    EXPECT_EQ(::InterlockedCompareExchangePointer(&pointer, &a, &b), &b);
    EXPECT_EQ(pointer, &a);
    EXPECT_FALSE(::InterlockedBitTestAndSet(&v, 4));
    EXPECT_TRUE(::InterlockedBitTestAndReset(&v, 4));
    EXPECT_EQ(::ReadAcquire(&v), 10);
    ::WriteRelease(&v, 11);
    EXPECT_EQ(::ReadNoFence(&v), 11);
    alignas(16) LONG64 pair[2] = {1, 2};
    LONG64 expected[2] = {1, 2};
    EXPECT_TRUE(::InterlockedCompareExchange128(pair, 4, 3, expected));
    EXPECT_FALSE(::InterlockedCompareExchange128(pair, 6, 5, expected));
    EXPECT_EQ(expected[0], 3);
    EXPECT_EQ(expected[1], 4);
}

void publish(bool acquire) {
    Shared<int> data = 0;
    LONG volatile ready = 0;
    w32::Thread writer([&] {
        data = 1;
        ::InterlockedExchangeAdd(&ready, 1);
    });
    w32::Thread reader([&] {
        const LONG seen = acquire ? ::InterlockedCompareExchangeAcquire(&ready, 0, 0)
                                  : ::InterlockedCompareExchangeNoFence(&ready, 0, 0);
        if (seen == 1) ++data;
    });
    writer.join();
    reader.join();
}

TEST(Interlocked, ReturnsWhatMicrosoftDocuments) {
    const explore::Report report = explore::explore(interlocked_values);
    EXPECT_TRUE(report.ok()) << report.text();
}
TEST(Interlocked, OrdersWhatItsNameSays) {
    EXPECT_TRUE(explore::explore([] { publish(true); }).ok());
    EXPLORE_EXPECT_FAILURE([] { publish(false); }, Outcome::data_race);
}

// ---- interlocked lists

struct Item {
    SLIST_ENTRY link;
    int value = 0;
};

void list_is_lifo() {
    alignas(16) SLIST_HEADER list;
    alignas(16) Item a, b;
    ::InitializeSListHead(&list);
    EXPECT_EQ(::InterlockedPushEntrySList(&list, &a.link), nullptr);
    EXPECT_EQ(::InterlockedPushEntrySList(&list, &b.link), &a.link);
    EXPECT_EQ(::QueryDepthSList(&list), 2);
    EXPECT_EQ(::InterlockedPopEntrySList(&list), &b.link);
    EXPECT_EQ(::InterlockedFlushSList(&list), &a.link);
    EXPECT_EQ(::InterlockedPopEntrySList(&list), nullptr);
}

TEST(InterlockedList, IsLastInFirstOut) {
    const explore::Report report = explore::explore(list_is_lifo);
    EXPECT_TRUE(report.ok()) << report.text();
}
}  // namespace
