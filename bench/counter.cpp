// What does it cost to count on several threads?
//
// counter   1, 2 or 4 threads add 1 again and again, for 50 ms. ns/op is time per addition of all
//           threads together, ops_per_s the other way round. Rows:
//     no lock          each thread its own variable on its own stack: the yardstick
//     plain ++         one variable; on several threads the count is wrong, and "lost" says by how
//                      much, in percent
//     InterlockedIncrement64, std::atomic ++, CRITICAL_SECTION, SRWLOCK    one variable, each
//                      addition counts
//     neighbours       a variable for each thread, all in one cache line (false sharing)
//     padded           a variable for each thread, a cache line for each
//
// Not measured: what happens to a thread that has to wait (bench_locks). With one processor no row
// shows any contention. Wine's locks are not those of Windows: its figures say nothing about
// Windows. A row whose protected count is wrong is void.
// Chapters: 07
#include "bench/frame/frame.hpp"
#include "common/win32/locks.hpp"

#include <atomic>
#include <memory>

namespace {

constexpr std::size_t kMostThreads = 4;
constexpr int kBetweenLooks = 64;  // additions until a thread looks at the clock's flag

struct alignas(64) Padded {
    LONG64 volatile count = 0;
};

// One of each, all in cache lines of their own.
struct alignas(64) Counters {
    alignas(64) LONG64 volatile one = 0;
    alignas(64) std::atomic<LONG64> atomic = 0;
    alignas(64) w32::CriticalSection section;
    alignas(64) w32::SrwLock slim;
    alignas(64) LONG64 guarded = 0;
    alignas(64) LONG64 volatile neighbours[kMostThreads] = {};
    Padded padded[kMostThreads];

    LONG64 sum() const {
        LONG64 all = one + atomic + guarded;
        for (std::size_t i = 0; i < kMostThreads; ++i) all += neighbours[i] + padded[i].count;
        return all;
    }
};

enum class Kept { all, not_all, nowhere };

/// `add(counters, thread)` adds 1 somewhere in the counters. Only a row that nobody protects may
/// lose some of it, and the yardstick counts elsewhere.
template <class Add>
bench::Sample count(std::size_t threads, Kept kept, const Add& add) {
    const auto counters = std::make_unique<Counters>();
    std::atomic<LONG64> expected = 0;
    const bench::Round round =
        bench::run_round(threads, [&](std::size_t me, const bench::Stop& stop) {
            LONG64 mine = 0;
            for (; !stop; mine += kBetweenLooks)
                for (int i = 0; i < kBetweenLooks; ++i) add(*counters, me);
            expected += mine;
        });
    const double additions = static_cast<double>(expected);
    const double lost = additions - static_cast<double>(counters->sum());
    if (kept == Kept::all && lost != 0) return bench::Sample::nothing("the count is wrong");
    bench::Sample sample{round.ns / additions, {{"ops_per_s", additions * 1e9 / round.ns}}};
    if (kept == Kept::not_all) sample.counters.emplace_back("lost", 100 * lost / additions);
    return sample;
}

template <class Add>
void add_row(const char* name, Kept kept, Add add) {
    const std::vector<std::size_t> all = {1, 2, kMostThreads};
    const std::vector<std::size_t> some = {1, kMostThreads};
    for (const std::size_t threads : bench::quick() ? some : all)
        bench::add("counter", name, {{"threads", std::to_string(threads)}},
                   [=] { return count(threads, kept, add); });
}

void add_rows() {
    add_row("no lock", Kept::nowhere, [](Counters&, std::size_t) {
        LONG64 volatile own = 0;
        own = own + 1;
    });
    add_row("plain ++", Kept::not_all, [](Counters& in, std::size_t) { in.one = in.one + 1; });
    add_row("InterlockedIncrement64", Kept::all,
            [](Counters& in, std::size_t) { ::InterlockedIncrement64(&in.one); });
    add_row("std::atomic ++", Kept::all, [](Counters& in, std::size_t) { ++in.atomic; });
    add_row("CRITICAL_SECTION", Kept::all, [](Counters& in, std::size_t) {
        const w32::Guard hold(in.section);
        ++in.guarded;
    });
    add_row("SRWLOCK", Kept::all, [](Counters& in, std::size_t) {
        const w32::Guard hold(in.slim);
        ++in.guarded;
    });
    add_row("neighbours", Kept::all,
            [](Counters& in, std::size_t me) { in.neighbours[me] = in.neighbours[me] + 1; });
    add_row("padded", Kept::all,
            [](Counters& in, std::size_t me) { in.padded[me].count = in.padded[me].count + 1; });
}

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, "bench_counter", &add_rows); }
