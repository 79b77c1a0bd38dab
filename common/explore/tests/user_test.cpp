// user_test.cpp - one-time initialization, Interlocked functions and lists.
#include "common/explore/tests/comparison.hpp"
#include "common/win32/thread.hpp"

namespace {

using explore::Outcome;

// ---- InitOnce

BOOL CALLBACK make(PINIT_ONCE, PVOID calls, PVOID* context) {
    ++*static_cast<int*>(calls);
    *context = calls;
    return TRUE;
}

void execute_once() {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    int calls = 0;
    const auto use = [&] {
        void* context = nullptr;
        EXPECT_TRUE(::InitOnceExecuteOnce(&once, make, &calls, &context));
        EXPECT_EQ(*static_cast<int*>(context), 1);
    };
    w32::Thread first(use);
    w32::Thread second(use);
    first.join();
    second.join();
    EXPECT_EQ(calls, 1);
}

BOOL CALLBACK fail_first(PINIT_ONCE, PVOID calls, PVOID*) {
    if (++*static_cast<int*>(calls) > 1) return TRUE;
    ::SetLastError(ERROR_NOT_READY);
    return FALSE;
}

void execute_again() {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    int calls = 0;
    const auto use = [&] {
        if (::InitOnceExecuteOnce(&once, fail_first, &calls, nullptr)) return;
        EXPECT_EQ(::GetLastError(), DWORD{ERROR_NOT_READY});
        EXPECT_TRUE(::InitOnceExecuteOnce(&once, fail_first, &calls, nullptr));
    };
    w32::Thread first(use);
    w32::Thread second(use);
    first.join();
    second.join();
    EXPECT_EQ(calls, 2);
}

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

void begin_and_complete() {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    BOOL pending = TRUE;
    void* context = nullptr;
    EXPECT_FALSE(::InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, nullptr));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_GEN_FAILURE});
    EXPECT_FALSE(::InitOnceComplete(&once, 0, nullptr));
    int value = 0;
    const auto use = [&] {
        BOOL mine = FALSE;
        void* found = nullptr;
        EXPECT_TRUE(::InitOnceBeginInitialize(&once, 0, &mine, &found));
        if (mine) {
            ++value;
            EXPECT_TRUE(::InitOnceComplete(&once, 0, &value));
        } else {
            EXPECT_EQ(found, &value);
        }
    };
    w32::Thread other(use);
    use();
    other.join();
    EXPECT_EQ(value, 1);
    EXPECT_TRUE(::InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &context));
    EXPECT_FALSE(pending);
    EXPECT_EQ(context, &value);
}

void begin_together() {  // INIT_ONCE_ASYNC: both may build, one wins
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    alignas(8) int values[4] = {};
    LONG won = 0;
    const auto use = [&](int* mine) {
        BOOL pending = FALSE;
        void* context = nullptr;
        EXPECT_TRUE(::InitOnceBeginInitialize(&once, INIT_ONCE_ASYNC, &pending, &context));
        if (!pending) return;
        if (::InitOnceComplete(&once, INIT_ONCE_ASYNC, mine)) ::InterlockedIncrement(&won);
    };
    w32::Thread other([&] { use(&values[0]); });
    use(&values[2]);
    other.join();
    EXPECT_EQ(won, 1);
}

TEST(InitOnce, RunsTheCallbackOnce) {
    EXPECT_TRUE(explore::expect_same_traces(execute_once).ok());
    EXPECT_TRUE(explore::expect_same_traces(begin_and_complete).ok());
}
TEST(InitOnce, TriesAgainAfterAFailure) {
    EXPECT_TRUE(explore::expect_same_traces(execute_again).ok());
}
TEST(InitOnce, LetsTwoTryAndOneWin) {
    EXPECT_TRUE(explore::expect_same_traces(begin_together).ok());
}
TEST(InitOnce, FindsMisuse) {
    EXPLORE_EXPECT_FAILURE(execute_badly, Outcome::bad_lock);
    EXPLORE_EXPECT_FAILURE(execute_within_itself, Outcome::deadlock);
}

// ---- static variables of functions

LONG volatile constructed;
struct Counted {
    int value = 0;
    Counted() {
        ::InterlockedIncrement(&constructed);
        value = 7;
    }
    ~Counted() { value = 0; }
};
int use_static() {
    static Counted counted;
    return counted.value;
}
void function_static() {
    w32::Thread first([] { EXPECT_EQ(use_static(), 7); });
    w32::Thread second([] { EXPECT_EQ(use_static(), 7); });
    first.join();
    second.join();
    EXPECT_EQ(constructed, 1);  // and 0 again when the next execution begins
}

TEST(FunctionStatic, IsMadeOnceInEachExecution) {
    const explore::Report report = explore::expect_same_traces(function_static);
    EXPECT_TRUE(report.ok()) << report.text();
    EXPECT_GT(report.executions, 1u);
    EXPECT_EQ(constructed, 0);
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

template <bool kAtomic>
void count() {
    LONG volatile value = 0;
    const auto add = [&] {
        if (kAtomic)
            ::InterlockedIncrement(&value);
        else
            ::InterlockedExchange(&value, ::ReadNoFence(&value) + 1);
    };
    w32::Thread first(add);
    w32::Thread second(add);
    first.join();
    second.join();
    explore::outcome(std::to_string(value));
}

void publish(bool acquire) {
    int data = 0;
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

void halves() {  // a load of one half and an exchange of both
    alignas(16) LONG64 pair[2] = {0, 0};
    w32::Thread writer([&] {
        LONG64 expected[2] = {0, 0};
        ::InterlockedCompareExchange128(pair, 1, 1, expected);
    });
    LONG64 sum = 0;
    w32::Thread reader([&] { sum = ::ReadAcquire64(&pair[1]) * 2 + ::ReadAcquire64(&pair[0]); });
    writer.join();
    reader.join();
    explore::outcome(std::to_string(sum));
}

TEST(Interlocked, ReturnsWhatMicrosoftDocuments) {
    const explore::Report report = explore::explore(interlocked_values);
    EXPECT_TRUE(report.ok()) << report.text();
}
TEST(Interlocked, IsOneStep) {
    using Outcomes = std::set<std::string>;
    EXPECT_EQ(explore::expect_same_traces(count<true>).outcomes, (Outcomes{"2"}));
    EXPECT_EQ(explore::expect_same_traces(count<false>).outcomes, (Outcomes{"1", "2"}));
    EXPECT_EQ(explore::expect_same_traces(halves).outcomes, (Outcomes{"0", "1", "3"}));
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

void list_is_shared() {
    alignas(16) SLIST_HEADER list;
    alignas(16) Item items[2];
    ::InitializeSListHead(&list);
    const auto push = [&](Item& item) {
        item.value = 5;
        ::InterlockedPushEntrySList(&list, &item.link);
    };
    w32::Thread first([&] { push(items[0]); });
    w32::Thread second([&] { push(items[1]); });
    int seen = 0;
    if (PSLIST_ENTRY entry = ::InterlockedPopEntrySList(&list))
        seen = reinterpret_cast<Item*>(entry)->value;
    first.join();
    second.join();
    EXPECT_TRUE(seen == 0 || seen == 5);
    explore::outcome(std::to_string(::QueryDepthSList(&list)));
}

TEST(InterlockedList, IsLastInFirstOut) {
    const explore::Report report = explore::explore(list_is_lifo);
    EXPECT_TRUE(report.ok()) << report.text();
}
TEST(InterlockedList, PassesEntriesOn) {
    const explore::Report report = explore::expect_same_traces(list_is_shared);
    EXPECT_TRUE(report.ok()) << report.text();
    EXPECT_EQ(report.outcomes, (std::set<std::string>{"1", "2"}));
}

}  // namespace
