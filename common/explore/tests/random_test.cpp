// random_test.cpp - random programs with atomics, condition variables and waits on addresses.
#include "common/explore/tests/random_programs.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

namespace {

using explore::Memory;
using random_programs::compare;
using random_programs::program;

struct State {
    std::atomic<int> x = 0;
    std::atomic<int> y = 0;
    LONG volatile word = 0;
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
};

void act_on_atomics(State& state, int operation) {
    int expected = 0;
    switch (operation) {
        case 0: state.x.store(1, std::memory_order_release); break;
        case 1: state.y.store(1, std::memory_order_relaxed); break;
        case 2: (void)state.x.load(std::memory_order_acquire); break;
        case 3: (void)state.y.load(std::memory_order_relaxed); break;
        case 4: state.x.store(2); break;
        case 5: (void)state.y.exchange(2); break;
        case 6: std::atomic_thread_fence(std::memory_order_seq_cst); break;
        default: (void)state.x.compare_exchange_strong(expected, 3); break;
    }
}

void act_on_sleepers(State& state, int operation) {
    LONG zero = 0;
    const auto sleep = [&](DWORD milliseconds) {
        ::AcquireSRWLockExclusive(&state.lock);
        (void)::SleepConditionVariableSRW(&state.changed, &state.lock, milliseconds, 0);
        ::ReleaseSRWLockExclusive(&state.lock);
    };
    switch (operation) {
        case 0: sleep(INFINITE); break;
        case 1: sleep(10); break;
        case 2:
        case 3: ::WakeConditionVariable(&state.changed); break;
        case 4: ::WakeAllConditionVariable(&state.changed); break;
        case 5: (void)::WaitOnAddress(&state.word, &zero, sizeof zero, INFINITE); break;
        case 6: ::InterlockedExchange(&state.word, 1); break;
        default: ::WakeByAddressSingle(const_cast<LONG*>(&state.word)); break;
    }
}

template <void (*kAct)(State&, int)>
void run() {
    State state;
    std::vector<w32::Thread> threads;
    for (int t = 0; t < program.threads; ++t)
        threads.emplace_back([&state, t] {
            for (int i = 0; i < program.count[t]; ++i) kAct(state, program.operation[t][i]);
        });
    for (w32::Thread& thread : threads) thread.join();
}

TEST(RandomPrograms, WithAtomicsAreReducedRightly) { compare(run<act_on_atomics>, 4, {}); }
TEST(RandomPrograms, WithStoreBuffersAreReducedRightly) {
    compare(run<act_on_atomics>, 3, {.memory = Memory::tso});
}
TEST(RandomPrograms, WithSleepersAreReducedRightly) {
    compare(run<act_on_sleepers>, 3, {.spurious_wake_ups = 0});
}
TEST(RandomPrograms, WithSpuriousWakeUpsAreReducedRightly) {
    compare(run<act_on_sleepers>, 2, {.early_time_outs = 1});
}

}  // namespace
