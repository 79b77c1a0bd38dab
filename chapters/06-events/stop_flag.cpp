// How do several workers hear that they are to stop?
//
// Two workers wait for a stop event or for work. Stop them once with a manual event and once with
// an automatic one.
//
// Before you run it, write down: how many hear of the stop, with each kind?
// Then put the work in front of the stop, and give it more work than they can ever do.
// In the debugger: break while they wait; both show the same line in Parallel Stacks.
// Topics: T71 T62
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

using w32::Event;
using w32::Reset;

static void show(const char* kind, Reset reset, int expected) {
    lab::doing(std::string(kind) + " stop event: three orders, then stop");
    Event stop{reset};
    Event rescue{Reset::manual};  // for those who never hear of the stop
    w32::Semaphore orders(0, 3);
    w32::Semaphore done(0, 3);
    w32::Semaphore heard(0, 2);
    const auto work = [&] {
        const HANDLE any[] = {stop.get(), rescue.get(), orders.get()};  // the lowest index wins
        for (;;) {
            const DWORD which = w32::wait_any(any, w32::forever).index;
            if (which == 0) (void)heard.release();
            if (which != 2) return;
            (void)done.release();
        }
    };
    w32::Thread first(work);
    w32::Thread second(work);
    (void)orders.release(3);
    for (int i = 0; i < 3; ++i) done.acquire();
    stop.set();
    for (int i = 0; i < expected; ++i) heard.acquire();
    rescue.set();
    first.join();
    second.join();
    const bool one_more = heard.acquire_for(std::chrono::milliseconds{0});
    lab::saw("3 orders carried out; " + std::to_string(expected + (one_more ? 1 : 0)) +
             " of 2 workers have heard of the stop");
}

int main() {
    return lab::demo("A stop is a manual-reset event, first in every wait.", [] {
        show("manual", Reset::manual, 2);
        show("automatic", Reset::automatic, 1);
        lab::why(
            "A worker that sleeps looks at no variable; a signal ends its wait. The stop is for\n"
            "all of them and for good: a manual event. It stands first in the array, because with\n"
            "several signaled the lowest index is the answer, and work may never run out.");
    });
}
