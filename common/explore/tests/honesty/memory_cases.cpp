// memory_cases.cpp - atomics, Interlocked functions, and plain variables as visible steps.
#include "common/explore/shared.hpp"
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

namespace {

EXPLORE_CASE(InterlockedCounter) {
    LONG volatile count = 0;
    const auto add = [&] {
        for (int i = 0; i < 3; ++i) ::InterlockedIncrement(&count);
    };
    together(add, add);
}

EXPLORE_CASE(CompareExchangeLoop) {
    LONG volatile value = 0;
    const auto twice = [&] {
        for (;;) {
            const LONG old = ::InterlockedCompareExchange(&value, 0, 0);
            if (::InterlockedCompareExchange(&value, old + 1, old) == old) break;
        }
    };
    together(twice, twice);
}

EXPLORE_CASE(AtomicReadThenWrite) {
    std::atomic<int> value{0};
    const auto add = [&] { value.store(value.load() + 1); };
    together(add, add);
    explore::outcome(std::to_string(value.load()));
}

EXPLORE_CASE(ReadersOfOneWriter) {
    std::atomic<int> x{0};
    const auto read = [&] { (void)x.load(); };
    together(
        [&] {
            x.store(1);
            x.store(2);
        },
        read, read);
}

EXPLORE_CASE(WritersOfOneVariable) {
    std::atomic<int> x{0};
    const auto write = [&](int value) { return [&x, value] { x.store(value); }; };
    together(write(1), write(2), write(3));
    explore::outcome(std::to_string(x.load()));
}

EXPLORE_CASE(ChainOfThree) {
    std::atomic<int> x{0}, y{0}, z{0};
    together(
        [&] {
            x.store(1);
            y.store(1);
        },
        [&] {
            (void)y.load();
            z.store(1);
        },
        [&] {
            (void)z.load();
            (void)x.load();
        });
}

EXPLORE_CASE(SpinOnAFlag) {
    std::atomic<bool> ready{false};
    together([&] { ready.store(true); },
             [&] {
                 while (!ready.load()) ::SwitchToThread();
             });
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
    together(add, add);
    explore::outcome(std::to_string(value));
}

EXPLORE_CASE(CounterThatKeepsAll, .outcomes = {"2"}) { count<true>(); }
EXPLORE_CASE(CounterThatLosesOne, .outcomes = {"1", "2"}) { count<false>(); }

EXPLORE_CASE(BitSetByTwo, .outcomes = {"1"}) {
    LONG bits = 0;
    LONG volatile first = 0;
    const auto set = [&] {
        if (!::InterlockedBitTestAndSet(&bits, 3)) ::InterlockedIncrement(&first);
    };
    together(set, set);
    explore::outcome(std::to_string(first));
}

EXPLORE_CASE(PointerSwapped) {
    int a = 0, b = 0, c = 0;
    PVOID pointer = &a;
    together([&] { ::InterlockedExchangePointer(&pointer, &b); },
             [&] { ::InterlockedCompareExchangePointer(&pointer, &c, &a); });
    explore::outcome(pointer == &b ? "b" : pointer == &c ? "c" : "a");
}

EXPLORE_CASE(VolatileCounter, .outcomes = {"1", "2"}) {
    volatile Shared<LONG> value = 0;
    const auto add = [&] { value = value + 1; };
    together(add, add);
    explore::outcome(std::to_string(value));
}

// Of global variables and bare threads: what a thread keeps to itself would be steps as well.
const explore::Options kSteps = {.plain = explore::Plain::interleaved};
Shared<int> plain_x, plain_y, seen_x, seen_y;

template <class Body>
void beside(LPTHREAD_START_ROUTINE other, Body body) {
    const HANDLE thread = ::CreateThread(nullptr, 0, other, nullptr, 0, nullptr);
    body();
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
}

DWORD WINAPI count_plainly(void*) {
    ++plain_x;
    return 0;
}

EXPLORE_CASE(PlainCounter, .options = kSteps, .outcomes = {"1", "2"}) {
    beside(count_plainly, [] { ++plain_x; });
    explore::outcome(std::to_string(plain_x));
}

DWORD WINAPI raise_x(void*) {
    plain_x = 1;
    seen_y = plain_y;
    return 0;
}

EXPLORE_CASE(PlainFlags, .options = kSteps, .outcomes = {"01", "10", "11"},
             .tso_outcomes = {"00", "01", "10", "11"}) {
    beside(raise_x, [] {
        plain_y = 1;
        seen_x = plain_x;
    });
    explore::outcome(std::to_string(seen_y) + std::to_string(seen_x));
}

alignas(8) Shared<int> neighbours[2];
DWORD WINAPI count_first(void*) {
    ++neighbours[0];
    return 0;
}

EXPLORE_CASE(VariablesOfTheirOwn, .options = kSteps, .one_trace = true) {
    beside(count_first, [] { ++neighbours[1]; });
    EXPECT_EQ(neighbours[0] + neighbours[1], 2);
}

struct Item {
    alignas(16) SLIST_ENTRY link;
    int value = 0;
};

EXPLORE_CASE(ListPushedByTwo, .outcomes = {"1", "2"}) {
    alignas(16) SLIST_HEADER list;
    Item items[2];
    ::InitializeSListHead(&list);
    const auto push = [&](Item& item) {
        item.value = 5;
        ::InterlockedPushEntrySList(&list, &item.link);
    };
    w32::Thread first([&] { push(items[0]); });
    w32::Thread second([&] { push(items[1]); });
    int seen = 5;
    if (PSLIST_ENTRY entry = ::InterlockedPopEntrySList(&list))
        seen = reinterpret_cast<Item*>(entry)->value;
    first.join();
    second.join();
    EXPECT_EQ(seen, 5);
    explore::outcome(std::to_string(::QueryDepthSList(&list)));
}

EXPLORE_CASE(ListFlushedWhilePushed) {
    alignas(16) SLIST_HEADER list;
    Item items[3];
    ::InitializeSListHead(&list);
    ::InterlockedPushEntrySList(&list, &items[0].link);
    items[1].link.Next = nullptr;
    together([&] { ::InterlockedPushListSListEx(&list, &items[2].link, &items[1].link, 2); },
             [&] { (void)::InterlockedFlushSList(&list); },
             [&] { explore::outcome(std::to_string(::QueryDepthSList(&list))); });
}

}  // namespace
