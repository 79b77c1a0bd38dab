// thread_data_cases.cpp - TLS, FLS, thread_local, heap memory, sleep and clocks.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/together.hpp"

#include <atomic>

namespace {

EXPLORE_CASE(SlotsOfTwoThreads, .one_trace = true) {
    const DWORD index = ::TlsAlloc();
    const auto use = [=](int* mine) {
        EXPECT_EQ(::TlsGetValue(index), nullptr);
        EXPECT_TRUE(::TlsSetValue(index, mine));
        ::SwitchToThread();
        EXPECT_EQ(::TlsGetValue(index), mine);
    };
    int a = 0, b = 0;
    together([&] { use(&a); }, [&] { use(&b); });
    EXPECT_TRUE(::TlsFree(index));
    EXPECT_FALSE(::TlsFree(index));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

EXPLORE_CASE(SlotsAroundASharedVariable) {
    const DWORD index = ::TlsAlloc();
    LONG turn = 0;
    const auto use = [&](int* mine) {
        ::TlsSetValue(index, mine);
        ::InterlockedIncrement(&turn);
        EXPECT_EQ(::TlsGetValue(index), mine);
    };
    int a = 0, b = 0;
    together([&] { use(&a); }, [&] { use(&b); });
    ::TlsFree(index);
}

LONG volatile called;
void NTAPI call_back(PVOID value) {
    const LONG old = ::ReadNoFence(&called);
    ::WriteNoFence(&called, old * 10 + *static_cast<LONG*>(value));
}

// Two threads end at the same time, and both run the callback.
EXPLORE_CASE(FiberSlotsAtTheEndOfThreads, .outcomes = {"5", "7", "57", "75"}) {
    const DWORD index = ::FlsAlloc(call_back);
    LONG five = 5, seven = 7;
    together([&] { ::FlsSetValue(index, &five); }, [&] { ::FlsSetValue(index, &seven); });
    explore::outcome(std::to_string(called));
    ::FlsFree(index);
}

LONG volatile endings;
struct Ender {
    char name = 0;
    ~Ender() {
        if (name != 0) ::InterlockedExchange(&endings, name);
    }
};
thread_local Ender ender;
thread_local int own_number = 3;

EXPLORE_CASE(OwnVariablesOfTwoThreads, .outcomes = {"a", "b"}) {
    const auto use = [](char name) {
        EXPECT_EQ(own_number, 3);
        ++own_number;
        ender.name = name;
    };
    together([&] { use('a'); }, [&] { use('b'); });
    EXPECT_EQ(own_number, 3);
    explore::outcome(std::string(1, static_cast<char>(endings)));
}

// ---- memory

struct Node {
    int value = 0;
    Node* next = nullptr;
};

EXPLORE_CASE(BlockPassedOn) {
    std::atomic<Node*> mailbox = nullptr;
    together(
        [&] {
            mailbox.store(new Node{5, nullptr});
        },
        [&] {
            const Node* got = mailbox.exchange(nullptr);
            explore::outcome(got != nullptr ? "got it" : "nothing");
            delete got;
        });
    delete mailbox.load();
}

EXPLORE_CASE(TwoAllocateAndOneKeeps) {
    std::atomic<int*> kept = nullptr;
    const auto offer = [&] {
        auto* mine = static_cast<int*>(::HeapAlloc(::GetProcessHeap(), HEAP_ZERO_MEMORY, 8));
        int* none = nullptr;
        if (!kept.compare_exchange_strong(none, mine)) ::HeapFree(::GetProcessHeap(), 0, mine);
    };
    together(offer, offer);
    ::HeapFree(::GetProcessHeap(), 0, kept.load());
}

EXPLORE_CASE(BlockFreedByItsLastUser) {
    const int* block = new int(1);
    LONG volatile users = 2;
    const auto use = [&] {
        EXPECT_EQ(*block, 1);
        if (::InterlockedDecrement(&users) == 0) delete block;
    };
    together(use, use);
}

EXPLORE_CASE(ListBuiltByTwo) {
    std::atomic<Node*> head = nullptr;
    const auto push = [&](int value) {
        auto* node = new Node{value, head.load()};
        while (!head.compare_exchange_weak(node->next, node)) {
        }
    };
    together([&] { push(1); }, [&] { push(2); });
    while (Node* first = head.load()) {
        head.store(first->next);
        delete first;
    }
}

// ---- time

EXPLORE_CASE(SleepersHaveNoInfluence, .one_trace = true) {
    const auto sleep = [] {
        const ULONGLONG begin = ::GetTickCount64();
        ::Sleep(100);  // virtual time, and what is tested
        ::SwitchToThread();
        EXPECT_GE(::GetTickCount64() - begin, 100u);
        LARGE_INTEGER count, frequency;
        ::QueryPerformanceFrequency(&frequency);
        ::QueryPerformanceCounter(&count);
        EXPECT_GE(count.QuadPart, frequency.QuadPart);
    };
    together(sleep, sleep);
}

EXPLORE_CASE(SleepOrdersNothing, .outcomes = {"0", "1"}) {
    std::atomic<int> flag = 0;
    int seen = 0;
    together([&] { flag.store(1); },
             [&] {
                 ::Sleep(1000);  // virtual time, and what is tested
                 seen = flag.load();
             });
    explore::outcome(std::to_string(seen));
}

EXPLORE_CASE(ClockPolledUntilAFlagIsSet) {
    std::atomic<bool> flag = false;
    together([&] { flag.store(true); },
             [&] {
                 const ULONGLONG begin = ::GetTickCount64();
                 while (!flag.load() && ::GetTickCount64() - begin < 3) {
                 }
             });
}

EXPLORE_CASE(SpinWithAPause) {
    LONG volatile flag = 0;
    together([&] { ::InterlockedExchange(&flag, 1); },
             [&] {
                 while (::ReadAcquire(&flag) == 0) ::YieldProcessor();
             });
}

}  // namespace
