// What does it cost to pass an item from one thread to another through a short queue?
//
// queues   One thread puts and one takes, as fast as they can, for 50 ms; 64 slots. Each row waits
//          in another way when the queue is empty or full. ns/op: time per item; cpu_ns: processor
//          time of both threads per item, under Wine with wineserver's.
//
// The first row is the ring without a second thread. The next three guard it with an SRW lock, so
// they would do for many threads. "WaitOnAddress" has no lock: with one thread at each end the two
// indices are enough. The last one leaves the ring to the kernel, and bounds it by a semaphore. A
// sum that is wrong voids its row. Not measured: several producers or consumers; how long one item
// is under way. Read the times in relation to each other, on one machine and system. Under Wine
// each call on a kernel object goes to a server process: its figures say nothing about Windows.
// Chapters: 05 10
#include "bench/frame/frame.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
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

/// What one end has seen. A cache line for each.
struct alignas(64) End {
    std::int64_t items = 0;
    std::int64_t sum = 0;
};

template <class Queue>
void put_until(const bench::Stop& stop, Queue& queue, End& end) {
    End mine;
    while (!stop) {
        const int item = item_number(mine.items++);
        queue.put(item);
        mine.sum += item;
    }
    queue.put(0);
    end = mine;
}

template <class Queue>
void take_all(Queue& queue, End& end) {
    End mine;
    while (const int item = queue.take()) {
        mine.sum += item;
        ++mine.items;
    }
    end = mine;
}

bench::Sample sample_of(const bench::Round& round, const End& put, const End& taken) {
    if (put.sum != taken.sum || put.items != taken.items)
        return bench::Sample::nothing("what was taken is not what was put");
    const double items = static_cast<double>(std::max<std::int64_t>(taken.items, 1));
    bench::Sample sample{round.ns / items, {{"ops_per_s", items * 1e9 / round.ns}}};
    if (round.cpu_ns >= 0) sample.counters.emplace_back("cpu_ns", round.cpu_ns / items);
    return sample;
}

template <class Queue>
bench::Sample pass() {
    Queue queue;
    End put, taken;
    const bench::Round round = bench::run_round(2, [&](std::size_t me, const bench::Stop& stop) {
        if (me == 0)
            put_until(stop, queue, put);
        else
            take_all(queue, taken);
    });
    return sample_of(round, put, taken);
}

/// The yardstick: the same ring, and nobody to wait for.
bench::Sample alone() {
    Ring ring;
    End put, taken;
    const bench::Round round = bench::run_round(1, [&](std::size_t, const bench::Stop& stop) {
        while (!stop) {
            const int item = item_number(put.items++);
            put.sum += item;
            ring.put(item);
            benchmark::DoNotOptimize(ring);
            taken.sum += ring.take();
            ++taken.items;
        }
    });
    return sample_of(round, put, taken);
}

void add_rows() {
    bench::add("queues", "the ring alone, one thread", {}, &alone);
    bench::add("queues", "two semaphores, SRWLOCK", {}, &pass<BySemaphores>);
    bench::add("queues", "two condition variables, SRWLOCK", {}, &pass<ByConditions>);
    bench::add("queues", "two automatic events, SRWLOCK", {}, &pass<ByEvents>);
    bench::add("queues", "WaitOnAddress, no lock", {}, &pass<ByAddresses>);
    bench::add("queues", "completion port, one semaphore", {}, &pass<ByPort>);
}

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, "bench_queue", &add_rows); }
