// store_buffers.cpp - algorithms that are right until a store waits in its processor's buffer.
#include "common/explore/tests/corpus/pair.hpp"

#include <atomic>

namespace {

using explore::Memory;
using explore::Outcome;

struct RelaxedFlag {
    std::atomic<int> value = 0;
    void set(int to) { value.store(to, std::memory_order_release); }
    int get() const { return value.load(std::memory_order_acquire); }
    static void barrier() {}
};
struct FencedFlag : RelaxedFlag {
    static void barrier() { std::atomic_thread_fence(std::memory_order_seq_cst); }
};

template <class Flag>
void dekker_once() {
    Flag wants[2];
    std::atomic<int> inside = 0;
    const auto enter = [&](int me) {
        wants[me].set(1);
        Flag::barrier();
        if (wants[1 - me].get() != 0) return;
        expect(++inside == 1, "two are inside");
        --inside;
        wants[me].set(0);
    };
    together([&] { enter(0); }, [&] { enter(1); });
}

CORPUS_BUG(DekkerWithoutABarrier, Outcome::assertion, .memory = Memory::tso) {
    dekker_once<RelaxedFlag>();
}
CORPUS_TWIN(DekkerWithoutABarrier) { dekker_once<FencedFlag>(); }

template <class Flag>
void peterson_once() {
    Flag wants[2], turn;
    std::atomic<int> inside = 0;
    const auto enter = [&](int me) {
        wants[me].set(1);
        turn.set(1 - me);
        Flag::barrier();
        for (int look = 0; look < 2; ++look) {
            if (wants[1 - me].get() != 0 && turn.get() == 1 - me) continue;
            expect(++inside == 1, "two are inside");
            --inside;
            break;
        }
        wants[me].set(0);
    };
    together([&] { enter(0); }, [&] { enter(1); });
}

CORPUS_BUG(PetersonWithoutABarrier, Outcome::assertion, .memory = Memory::tso) {
    peterson_once<RelaxedFlag>();
}
CORPUS_TWIN(PetersonWithoutABarrier) { peterson_once<FencedFlag>(); }

CORPUS_BUG(BothSeeTheOldValue, Outcome::assertion, .memory = Memory::tso) {
    std::atomic<int> x = 0, y = 0;
    int first = 0, second = 0;
    together(
        [&] {
            x.store(1, std::memory_order_relaxed);
            first = y.load(std::memory_order_relaxed);
        },
        [&] {
            y.store(1, std::memory_order_relaxed);
            second = x.load(std::memory_order_relaxed);
        });
    expect(first + second > 0, "each store came after the other one's load");
}
CORPUS_TWIN(BothSeeTheOldValue) {
    LONG volatile x = 0, y = 0;
    LONG first = 0, second = 0;
    together(
        [&] {
            ::InterlockedExchange(&x, 1);
            first = ::InterlockedExchangeAdd(&y, 0);
        },
        [&] {
            ::InterlockedExchange(&y, 1);
            second = ::InterlockedExchangeAdd(&x, 0);
        });
    expect(first + second > 0);
}

CORPUS_BUG(SleepsWhileWorkIsAnnounced, Outcome::assertion, .memory = Memory::tso) {
    std::atomic<bool> sleeping = false, work = false;
    std::atomic<bool> woken = false, slept = false;
    together(
        [&] {
            sleeping.store(true, std::memory_order_release);
            if (!work.load(std::memory_order_acquire)) slept = true;
        },
        [&] {
            work.store(true, std::memory_order_release);
            if (sleeping.load(std::memory_order_acquire)) woken = true;
        });
    expect(!slept || woken, "asleep with work to do");
}
CORPUS_TWIN(SleepsWhileWorkIsAnnounced) {
    std::atomic<bool> sleeping = false, work = false;
    std::atomic<bool> woken = false, slept = false;
    together(
        [&] {
            sleeping = true;
            if (!work) slept = true;
        },
        [&] {
            work = true;
            if (sleeping) woken = true;
        });
    expect(!slept || woken);
}

}  // namespace
