// Four workers wait at a port. How many of them work at once?
//
// Post twelve packets to a port that lets one thread run, and count how many are at work together.
//
// Before you run it, write down the number for this port, and for one made with 4.
// Then let a worker wait for something while it works (an event, say) and count again.
// In the debugger: break in the loop; the other workers are in GetQueuedCompletionStatus.
// Topics: T100 S01
#include "common/demo/demo.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <atomic>
#include <vector>

constexpr int kWorkers = 4;
constexpr int kPackets = 12;

// How many workers were seen at work at the same time.
static int most_at_once(DWORD concurrency) {
    w32::CompletionPort port(concurrency);
    std::atomic<int> at_work = 0;
    std::atomic<int> most = 0;
    for (int i = 0; i < kPackets; ++i) port.post(0, 1);
    for (int i = 0; i < kWorkers; ++i) port.post(0, 0);  // behind them: quit
    std::vector<w32::Thread> workers;
    for (int i = 0; i < kWorkers; ++i)
        workers.emplace_back("works", [&] {
            while (port.get(w32::forever).key != 0) {
                const int now = ++at_work;
                for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
                }
                // Works and does not wait: who waits lets another one run.
                for (int step = 0; step < 200'000; ++step) YieldProcessor();
                --at_work;
            }
        });
    workers.clear();  // joins
    return most;
}

int main() {
    return lab::demo("The number of a port says how many threads run, not how many wait.", [] {
        SYSTEM_INFO system{};
        ::GetSystemInfo(&system);
        lab::doing("12 packets, 4 workers, a port made with 1");
        lab::saw("at work at once, at most: " + std::to_string(most_at_once(1)));
        lab::doing("the same with a port made with 0: as many as there are processors");
        lab::saw("at work at once, at most: " + std::to_string(most_at_once(0)) +
                 ", processors: " + std::to_string(system.dwNumberOfProcessors) + " (varies)");
        if (w32::running_under_wine())
            lab::differs_in_wine("the number is ignored; the first count may be above 1.");
        lab::why(
            "The port counts the threads that have taken a packet and not come back. At the limit\n"
            "it gives nothing away, until one of them comes back - or waits for something: then\n"
            "another one may run. So a pool has more workers than the limit; twice as many is the\n"
            "usual rule, and what the original's code makes (its text says eight times).");
    });
}
