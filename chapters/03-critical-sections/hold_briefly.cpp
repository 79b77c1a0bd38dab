// Work inside the lock or outside it: who waits, and for how long?
//
// Two threads compute and add to one sum: first all of it inside the lock, then the addition alone.
// Set WORKBOOK_TIMELINE=hold.json, and open that file in ui.perfetto.dev.
//
// Before you run it, write down: what will the rows of the two threads look like in each half?
// Then let the second half compute inside as well, and look again.
// In the debugger: stop in computed(): where is the other thread (Parallel Stacks)?
// Topics: T39
#include "common/demo/demo.hpp"
#include "common/timeline/timeline.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

static unsigned computed(unsigned value) {
    for (int i = 0; i < 2'000'000; ++i) value = value * 1'664'525u + 1'013'904'223u;
    return value;
}

static unsigned sum_of_two_threads(bool inside) {
    w32::SrwLock lock;
    unsigned sum = 0;
    w32::Event go(w32::Reset::manual);
    const auto add_four_times = [&] {
        go.wait();
        const timeline::Life here;
        for (unsigned turn = 0; turn < 4; ++turn) {
            const unsigned before = inside ? 0 : computed(turn);
            const timeline::Guard hold(lock, "the lock");
            sum += inside ? computed(turn) : before;
        }
    };
    w32::Thread first("first", add_four_times), second("second", add_four_times);
    go.set();
    const timeline::Wait wait("both threads");
    first.join();
    second.join();
    return sum;
}

int main() {
    return lab::demo("What is done inside a lock keeps everybody else out.", [] {
        const timeline::Recorder recorder(timeline::file_in(L"WORKBOOK_TIMELINE"), "hold briefly");
        lab::doing("compute and add inside the lock, then compute outside and add inside");
        lab::saw(sum_of_two_threads(true) == sum_of_two_threads(false) ? "the same sum, both times"
                                                                       : "two different sums");
        lab::why("Who computes inside the lock lets the others wait for what is not theirs.");
    });
}
