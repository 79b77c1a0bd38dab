// What does it cost to pass an item from one thread to another through a short queue?
//
// One thread puts, one takes; 64 slots. Each row waits in another way when the queue is empty or
// full. Measured: the producer's time per item while the consumer keeps up, and the processor time
// of both together. Not measured: several producers or consumers; how long one item is under way.
// The first three rows guard the ring with an SRW lock, so they would do for many threads. The
// fourth has no lock: with one thread at each end the two indices are enough. The fifth leaves the
// ring to the kernel, and bounds it by a semaphore. A sum that is wrong voids its row.
// Read the times in relation to each other, on one machine and system. Under Wine each call on a
// kernel object goes to a server process: its figures say nothing about Windows.
#include "common/win32/completion_port.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/event.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdint>

namespace {

constexpr int kSlots = 64;

/// Slots and two running numbers; nobody is kept out.
struct Ring {
    int slots[kSlots] = {};
    unsigned first = 0;
    unsigned last = 0;

    bool empty() const { return first == last; }
    bool full() const { return last - first == kSlots; }
    void put(int item) { slots[last++ % kSlots] = item; }
    int take() { return slots[first++ % kSlots]; }
};

class BySemaphores {
public:
    void put(int item) {
        empty_.acquire();
        {
            const w32::Guard guard(lock_);
            ring_.put(item);
        }
        filled_.release();
    }
    int take() {
        filled_.acquire();
        int item = 0;
        {
            const w32::Guard guard(lock_);
            item = ring_.take();
        }
        empty_.release();
        return item;
    }

private:
    w32::Semaphore empty_{kSlots, kSlots};
    w32::Semaphore filled_{0, kSlots};
    w32::SrwLock lock_;
    Ring ring_;
};

class ByConditions {
public:
    void put(int item) {
        {
            const w32::Guard guard(lock_);
            while (ring_.full()) not_full_.wait(lock_);
            ring_.put(item);
        }
        not_empty_.notify_one();
    }
    int take() {
        int item = 0;
        {
            const w32::Guard guard(lock_);
            while (ring_.empty()) not_empty_.wait(lock_);
            item = ring_.take();
        }
        not_full_.notify_one();
        return item;
    }

private:
    w32::SrwLock lock_;
    w32::ConditionVariable not_full_;
    w32::ConditionVariable not_empty_;
    Ring ring_;
};

/// An automatic event says "look again" to the one thread at the other end.
class ByEvents {
public:
    void put(int item) {
        while (!try_put(item)) not_full_.wait();
        not_empty_.set();
    }
    int take() {
        int item = 0;
        while (!try_take(item)) not_empty_.wait();
        not_full_.set();
        return item;
    }

private:
    bool try_put(int item) {
        const w32::Guard guard(lock_);
        if (ring_.full()) return false;
        ring_.put(item);
        return true;
    }
    bool try_take(int& item) {
        const w32::Guard guard(lock_);
        if (ring_.empty()) return false;
        item = ring_.take();
        return true;
    }

    w32::Event not_full_{w32::Reset::automatic};
    w32::Event not_empty_{w32::Reset::automatic};
    w32::SrwLock lock_;
    Ring ring_;
};

/// Each end writes its own number, and waits until the other end's has changed.
class ByAddresses {
public:
    void put(int item) {
        const unsigned last = last_.load(std::memory_order_relaxed);
        for (unsigned first = first_; last - first == kSlots; first = first_)
            ::WaitOnAddress(&first_, &first, sizeof first, INFINITE);
        slots_[last % kSlots] = item;
        last_ = last + 1;
        ::WakeByAddressSingle(&last_);
    }
    int take() {
        const unsigned first = first_.load(std::memory_order_relaxed);
        for (unsigned last = last_; last == first; last = last_)
            ::WaitOnAddress(&last_, &last, sizeof last, INFINITE);
        const int item = slots_[first % kSlots];
        first_ = first + 1;
        ::WakeByAddressSingle(&first_);
        return item;
    }

private:
    alignas(64) std::atomic<unsigned> first_ = 0;  // the ends share no cache line
    alignas(64) std::atomic<unsigned> last_ = 0;
    alignas(64) int slots_[kSlots] = {};
};

class ByPort {
public:
    void put(int item) {
        empty_.acquire();
        port_.post(static_cast<DWORD>(item), 0);
    }
    int take() {
        const w32::Dequeued packet = port_.get(w32::forever);
        empty_.release();
        return static_cast<int>(packet.bytes);
    }

private:
    w32::Semaphore empty_{kSlots, kSlots};
    w32::CompletionPort port_;
};

/// 1 to 255, over and over: 0 means that no more will come.
int item_number(std::int64_t n) { return static_cast<int>(n % 255) + 1; }

template <class Queue>
void pass(benchmark::State& state) {
    Queue queue;
    std::int64_t put = 0;
    std::int64_t taken = 0;
    std::int64_t count = 0;
    {
        const w32::Thread consumer("takes", [&] {
            while (const int item = queue.take()) taken += item;
        });
        for ([[maybe_unused]] auto step : state) {
            const int item = item_number(count++);
            queue.put(item);
            put += item;
        }
        queue.put(0);
    }
    if (put != taken) state.SkipWithError("what was taken is not what was put");
    state.SetItemsProcessed(count);
}

/// The yardstick: the same ring, and nobody to wait for.
void alone(benchmark::State& state) {
    Ring ring;
    std::int64_t count = 0;
    for ([[maybe_unused]] auto step : state) {
        ring.put(item_number(count++));
        int item = ring.take();
        benchmark::DoNotOptimize(item);
    }
    state.SetItemsProcessed(count);
}

#define QUEUE_BENCHMARK(function, name) \
    BENCHMARK(function)->Name(name)->UseRealTime()->MeasureProcessCPUTime()
QUEUE_BENCHMARK(pass<BySemaphores>, "queue: two semaphores, SRW lock");
QUEUE_BENCHMARK(pass<ByConditions>, "queue: two condition variables, SRW lock");
QUEUE_BENCHMARK(pass<ByEvents>, "queue: two automatic events, SRW lock");
QUEUE_BENCHMARK(pass<ByAddresses>, "queue: WaitOnAddress, no lock");
QUEUE_BENCHMARK(pass<ByPort>, "queue: completion port, one semaphore");
QUEUE_BENCHMARK(alone, "no second thread: the ring alone");

}  // namespace

int main(int argc, char** argv) {
    benchmark::AddCustomContext("platform", w32::platform_name());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
