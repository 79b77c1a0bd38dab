// Four workers wait at a port. Who gets the next packet?
//
// Let them come one after the other, and then post one packet after the other.
//
// Before you run it, write down the order. Which one is best for the caches?
// Then let each worker go back to the port: on Windows one of them does everything.
// In the debugger: Parallel Stacks, before the first post: all four in one call.
// Topics: T102
#include "common/demo/demo.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/event.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/thread.hpp"

#include <vector>

constexpr int kWorkers = 4;

int main() {
    return lab::demo("The thread that has come last is served first.", [] {
        w32::CompletionPort port;
        w32::Event here{w32::Reset::automatic};
        w32::Event served{w32::Reset::automatic};
        std::string order;
        std::vector<w32::Thread> workers;
        lab::doing("four workers come to the port: first 1, then 2, 3 and 4");
        for (int worker = 1; worker <= kWorkers; ++worker) {
            workers.emplace_back("waits", [&, worker] {
                here.set();
                (void)port.get(w32::forever);
                order += " " + std::to_string(worker);
                served.set();
            });
            here.wait();
            ::Sleep(50);  // from here into the call: nobody can see when it is there
        }
        lab::doing("post four packets, each when the one before has been taken");
        for (int i = 0; i < kWorkers; ++i) {
            port.post(0, 1);
            served.wait();
        }
        workers.clear();
        lab::saw("served:" + order);
        if (w32::running_under_wine())
            lab::differs_in_wine("Wine 8 serves them in the order in which they came.");
        lab::why(
            "Packets are served in the order in which they come, waiting threads in the opposite\n"
            "order. Who worked last has his stack and data in the cache still; the others may\n"
            "sleep on, and be swapped out. Fairness is for clients: to threads nothing is owed.");
    });
}
