// What is the difference between a manual and an automatic event?
//
// Let three threads wait for one event, set it once, and count who passes.
//
// Before you run it, write down both numbers, and what a wait finds that comes later.
// Then set the automatic event twice in a row: how many pass?
// In the debugger: stop at set(), freeze no thread, and look at the Threads window after the step.
// Topics: T61 T62 T63
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <vector>

using w32::Event;
using w32::Reset;

constexpr int kThreads = 3;

static void show(const char* kind, Reset reset, int expected) {
    lab::doing(std::string(kind) + ": three threads wait, SetEvent once");
    Event event{reset};
    Event end{Reset::manual};
    w32::Semaphore passed(0, kThreads);
    int count = 0;
    {
        std::vector<w32::Thread> threads;
        for (int i = 0; i < kThreads; ++i)
            threads.emplace_back("waiter", [&] {
                const HANDLE either[] = {event.get(), end.get()};
                if (w32::wait_any(either, w32::forever).index == 0) (void)passed.release();
            });
        event.set();
        for (; count < expected; ++count) passed.acquire();
        end.set();
    }
    while (passed.acquire_for(std::chrono::milliseconds{0})) ++count;
    lab::saw(std::to_string(count) + " passed; who comes later " +
             (w32::signaled_now(event.get()) ? "passes" : "waits"));
}

int main() {
    return lab::demo("A manual event is a gate for all, an automatic one a turn for one.", [] {
        show("automatic", Reset::automatic, 1);
        show("manual", Reset::manual, kThreads);
        lab::why(
            "Who clears the flag is the whole difference: an automatic event is cleared by the\n"
            "wait that it ends, a manual one by ResetEvent and nobody else.");
    });
}
