// once_cases.cpp - InitOnce, and static variables of functions.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/together.hpp"

namespace {

BOOL CALLBACK make(PINIT_ONCE, PVOID calls, PVOID* context) {
    ++*static_cast<int*>(calls);
    *context = calls;
    return TRUE;
}

EXPLORE_CASE(ExecutedOnce) {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    int calls = 0;
    const auto use = [&] {
        void* context = nullptr;
        EXPECT_TRUE(::InitOnceExecuteOnce(&once, make, &calls, &context));
        EXPECT_EQ(*static_cast<int*>(context), 1);
    };
    together(use, use);
    EXPECT_EQ(calls, 1);
}

BOOL CALLBACK fail_first(PINIT_ONCE, PVOID calls, PVOID*) {
    if (++*static_cast<int*>(calls) > 1) return TRUE;
    ::SetLastError(ERROR_NOT_READY);
    return FALSE;
}

EXPLORE_CASE(ExecutedAgainAfterAFailure) {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    int calls = 0;
    const auto use = [&] {
        if (::InitOnceExecuteOnce(&once, fail_first, &calls, nullptr)) return;
        EXPECT_EQ(::GetLastError(), DWORD{ERROR_NOT_READY});
        EXPECT_TRUE(::InitOnceExecuteOnce(&once, fail_first, &calls, nullptr));
    };
    together(use, use);
    EXPECT_EQ(calls, 2);
}

EXPLORE_CASE(BegunAndCompleted) {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    BOOL pending = TRUE;
    void* context = nullptr;
    EXPECT_FALSE(::InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, nullptr));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_GEN_FAILURE});
    EXPECT_FALSE(::InitOnceComplete(&once, 0, nullptr));
    alignas(8) int value = 0;
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
    together(use, use);
    EXPECT_EQ(value, 1);
    EXPECT_TRUE(::InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &context));
    EXPECT_FALSE(pending);
    EXPECT_EQ(context, &value);
}

EXPLORE_CASE(BegunByTwoAtOnce) {  // INIT_ONCE_ASYNC: both may build, one wins
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
    together([&] { use(&values[0]); }, [&] { use(&values[2]); });
    EXPECT_EQ(won, 1);
}

EXPLORE_CASE(GivenUpByOne) {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    const auto use = [&](DWORD flags) {
        BOOL mine = FALSE;
        ::InitOnceBeginInitialize(&once, 0, &mine, nullptr);
        if (mine) ::InitOnceComplete(&once, flags, nullptr);
    };
    together([&] { use(INIT_ONCE_INIT_FAILED); }, [&] { use(0); },
             [&] {
                 BOOL pending = FALSE;
                 const BOOL done =
                     ::InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, nullptr);
                 explore::outcome(done ? "done" : "not yet");
             });
}

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

EXPLORE_CASE(StaticOfAFunction) {
    const auto use = [] { EXPECT_EQ(use_static(), 7); };
    together(use, use);
    EXPECT_EQ(constructed, 1);  // and 0 again when the next execution begins
}

}  // namespace
