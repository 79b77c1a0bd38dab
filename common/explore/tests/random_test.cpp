// random_test.cpp - small random programs: the reduced search must find the traces of the full one.
//
// A wrong idea of what depends on what hardly shows in programs that a person writes. The programs
// come from fixed seeds, so they are the same in every run.
#include "common/explore/tests/comparison.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/windows.hpp"

#include <atomic>
#include <cstdlib>
#include <random>

namespace {

using explore::Memory;

constexpr int kThreads = 3;
constexpr int kMost = 4;  // operations of one thread

struct Program {
    int threads = 0;
    int count[kThreads] = {};
    int operation[kThreads][kMost] = {};
};
Program program;

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

Program make(unsigned seed, int most) {
    std::minstd_rand random(seed + 1);
    random.discard(10);
    const auto below = [&](unsigned limit) { return static_cast<int>(random() / 7 % limit); };
    Program made;
    made.threads = 2 + below(2);
    for (int t = 0; t < made.threads; ++t) {
        made.count[t] = 1 + below(static_cast<unsigned>(made.threads == 2 ? most : 2));
        for (int i = 0; i < made.count[t]; ++i) made.operation[t][i] = below(8);
    }
    return made;
}

// More of them, to look for a fault: WORKBOOK_RANDOM_PROGRAMS=5000.
unsigned programs() {
    char wanted[16] = "";
    const DWORD length =
        ::GetEnvironmentVariableA("WORKBOOK_RANDOM_PROGRAMS", wanted, sizeof wanted);
    return length != 0 && length < sizeof wanted ? static_cast<unsigned>(std::atoi(wanted)) : 40;
}

std::string text(const Program& shown) {
    std::string result;
    for (int t = 0; t < shown.threads; ++t) {
        result += " |";
        for (int i = 0; i < shown.count[t]; ++i)
            result += " " + std::to_string(shown.operation[t][i]);
    }
    return result;
}

bool small_enough(void (*body)(), explore::Options options) {
    options.search = explore::Search::full;
    options.stop_at_first = false;
    options.executions = 5'000;
    return explore::explore(body, options).exhausted;
}

void compare(void (*body)(), int most, const explore::Options& options) {
    unsigned compared = 0;
    for (unsigned seed = 0; seed < programs(); ++seed) {
        program = make(seed, most);
        SCOPED_TRACE("seed " + std::to_string(seed) + text(program));
        if (!small_enough(body, options)) continue;
        (void)explore::expect_same_traces(body, options);
        if (testing::Test::HasFailure()) return;
        ++compared;
    }
    EXPECT_GT(compared, programs() / 3) << "too few of them could be searched without reduction";
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
