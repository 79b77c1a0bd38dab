// What does a lock cost, alone and among others, who comes off worst, and what do readers gain?
//
// locks     Threads take a lock, work a little, add 1 to a counter and give it back, again and
//           again for 50 ms. contention and threads: contention.hpp says what they mean. The first
//           cell, none with 1 thread, is the lock that nobody else wants.
// readers   4 threads, of whose turns so many of 100 only read (readers:0 to 100). Work under the
//           lock is longer here: else no reader would meet another one.
//
// ns/op is time per turn of all threads together, work included; so "no lock", in which each thread
// has a counter of its own, is what to subtract. ops_per_s is the same the other way round. cpu_ns:
// processor time per turn, under Wine with wineserver's. smallest_share: percent of the turns that
// the thread had that came off worst; 25 of 4 threads is fair. jain: 1 if all had the same.
// p50, p99, p999, longest: how long an acquisition took, in a second round, with the reading of the
// clock, in its steps of 100 ns as a rule. A row whose counter is wrong is void.
// Not measured: recursion, time-outs, more threads than 8. Take no difference for real that is
// smaller than the spread. On one processor a thread meets a taken lock only if the owner was
// interrupted while it had it: there contention is rare, and costs a time slice.
// Wine's kernel objects are a server process: its figures say nothing about Windows.
// Chapters: 03 04 05 06 07
#include "bench/locks/contention.hpp"
#include "bench/locks/lock_kinds.hpp"
#include "bench/locks/lock_round.hpp"

#include <memory>

namespace {

using namespace bench;

template <class Lock>
struct alignas(64) Counted {
    Lock lock;
    alignas(64) LONG64 counter = 0;

    void add() {
        if constexpr (requires { Lock::add(counter); })
            Lock::add(counter);
        else
            ++counter;
    }
};

template <class Lock>
Sample locks_cell(const Contention& contention, std::size_t threads) {
    bool shared = contention.shared;
    if constexpr (requires { Lock::kForOneThread; }) shared = false;
    const auto all = std::make_unique<Counted<Lock>[]>(shared ? 1 : threads);
    const auto turn = [&]<bool kTimed>(Tally& tally, std::size_t me, unsigned seed) {
        Counted<Lock>& mine = all[shared ? 0 : me];
        acquire_timed<kTimed>(tally, [&] { mine.lock.lock(); });
        seed = work(seed, kInside);
        mine.add();
        mine.lock.unlock();
        ++tally.turns;
        ++tally.counted;
        return work(seed, contention.outside);
    };
    return measure_turns(threads, turn, [&] {
        LONG64 sum = 0;
        for (std::size_t i = 0; i < (shared ? 1 : threads); ++i) sum += all[i].counter;
        return sum;
    });
}

struct Cell {
    const Contention* contention;
    std::size_t threads;
};

std::vector<Cell> cells() {
    if (quick()) return {{&kNone, 1}, {&kHigh, 4}};
    return {{&kNone, 1}, {&kNone, 4}, {&kLow, 4}, {&kMedium, 4},
            {&kHigh, 2}, {&kHigh, 4}, {&kHigh, 8}};
}

template <class Lock>
void add_lock(const char* name) {
    for (const Cell& cell : cells())
        add("locks", name,
            {{"contention", cell.contention->name}, {"threads", std::to_string(cell.threads)}},
            [cell] { return locks_cell<Lock>(*cell.contention, cell.threads); });
}

constexpr std::size_t kReaders = 4;
constexpr int kReading = 16 * kInside;  // steps under the lock

/// Which turns of a hundred write: spread evenly, not all at the beginning.
bool writes(LONG64 turn, int writers_of_100) {
    return turn * writers_of_100 % 100 < writers_of_100;
}

/// Of one lock, with what its readers do.
template <class Lock, bool kShare>
Sample readers_cell(int readers_of_100) {
    Counted<Lock> it;
    const auto turn = [&]<bool kTimed>(Tally& tally, std::size_t, unsigned seed) {
        if (writes(tally.turns++, 100 - readers_of_100)) {
            acquire_timed<kTimed>(tally, [&] { it.lock.lock(); });
            seed = work(seed, kReading);
            it.add();
            it.lock.unlock();
            ++tally.counted;
        } else if constexpr (kShare) {
            acquire_timed<kTimed>(tally, [&] { it.lock.lock_shared(); });
            seed = work(seed ^ static_cast<unsigned>(it.counter), kReading);
            it.lock.unlock_shared();
        } else {
            acquire_timed<kTimed>(tally, [&] { it.lock.lock(); });
            seed = work(seed ^ static_cast<unsigned>(it.counter), kReading);
            it.lock.unlock();
        }
        return seed;
    };
    return measure_turns(kReaders, turn, [&] { return it.counter; });
}

template <class Lock, bool kShare>
void add_readers(const char* name) {
    const std::vector<int> all = {0, 50, 90, 99, 100};
    const std::vector<int> some = {50, 100};
    for (const int readers : quick() ? some : all)
        add("readers", name, {{"readers", std::to_string(readers)}},
            [readers] { return readers_cell<Lock, kShare>(readers); });
}

void add_rows() {
    add_lock<NoLock>("no lock");
    add_lock<Interlocked>("Interlocked");
    add_lock<CasSpinLock<>>("CAS spin, yields");
    add_lock<TicketLock<>>("ticket, yields");
    add_lock<SpinThenParkLock<>>("spin, then WaitOnAddress");
    add_lock<Section<0>>("CRITICAL_SECTION");
    add_lock<Section<4000>>("CRITICAL_SECTION, spin count 4000");
    add_lock<SlimLock>("SRWLOCK, exclusive");
    add_lock<SlimLockShared>("SRWLOCK, shared");
    add_lock<std::mutex>("std::mutex");
#if WB_HAS_SHARED_MUTEX
    add_lock<std::shared_mutex>("std::shared_mutex");
#endif
    add_lock<KernelMutex>("kernel mutex");
    add_lock<SemaphoreOfOne>("semaphore of 1");
    add_lock<AutomaticEvent>("automatic event");
    add_readers<SlimLock, false>("SRWLOCK, all exclusive");
    add_readers<SlimLock, true>("SRWLOCK, readers share");
    add_readers<Section<0>, false>("CRITICAL_SECTION");
#if WB_HAS_SHARED_MUTEX
    add_readers<std::shared_mutex, true>("std::shared_mutex, readers share");
#endif
}

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, "bench_locks", &add_rows); }
