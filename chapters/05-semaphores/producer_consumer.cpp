// How do two semaphores pass items from one thread to another?
//
// A producer and a consumer share a ring of two slots. First each goes as far as it gets alone,
// then both go on together.
//
// Before you run it, write down: how many items get in before anybody takes one out?
// Then make the ring one slot long, or 100, and look at the numbers.
// In the debugger: stop in Ring::take(); watch ring.slots, and step until the producer has run too.
// Topics: T56 T58
#include "common/demo/demo.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

static constexpr int kItems = 1000;
static constexpr int kSlots = 2;
static constexpr w32::Timeout kNow = std::chrono::milliseconds{0};

/// One producer, one consumer: each uses an index of its own, so no lock is needed.
struct Ring {
    w32::Semaphore empty{kSlots, kSlots};
    w32::Semaphore filled{0, kSlots};
    int slots[kSlots] = {};
    int put_so_far = 0;
    int taken_so_far = 0;

    /// Puts 1, 2, 3, ... in; false: there was no room in time.
    bool put(w32::Timeout limit) {
        if (!empty.acquire_for(limit)) return false;
        slots[put_so_far % kSlots] = put_so_far + 1;
        ++put_so_far;
        filled.release();
        return true;
    }
    /// The next item; 0: there was none in time.
    int take(w32::Timeout limit) {
        if (!filled.acquire_for(limit)) return 0;
        const int item = slots[taken_so_far % kSlots];
        ++taken_so_far;
        empty.release();
        return item;
    }
};

static void alone(Ring& ring) {
    lab::doing("put items in until it would have to wait, then take out in the same way");
    while (ring.put(kNow)) {
    }
    lab::saw("put in: " + std::to_string(ring.put_so_far));
    while (ring.take(kNow) != 0) {
    }
    lab::saw("taken out: " + std::to_string(ring.taken_so_far));
}

static void together(Ring& ring) {
    lab::doing("on two threads: pass 1000 more items through two slots");
    w32::Thread producer("produces", [&] {
        for (int n = 0; n < kItems; ++n) (void)ring.put(w32::forever);
    });
    int out_of_order = 0;
    for (int n = 0; n < kItems; ++n) {
        const int expected = ring.taken_so_far + 1;
        if (ring.take(w32::forever) != expected) ++out_of_order;
    }
    producer.join();
    lab::saw("taken out: " + std::to_string(ring.taken_so_far) +
             ", out of order: " + std::to_string(out_of_order));
}

int main() {
    return lab::demo("One semaphore holds back the fast producer, another one the consumer.", [] {
        Ring ring;
        alone(ring);
        together(ring);
        lab::why(
            "`empty` starts with 2 and `filled` with 0. Each wait takes a unit from the one, each\n"
            "release puts one into the other, so together they never exceed the number of slots.\n"
            "A semaphore blocks at 0 only: to block at both ends it takes two.");
    });
}
