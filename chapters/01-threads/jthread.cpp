// How does one ask a thread to stop, today and with Win32?
//
// Look at a std::jthread that is asked through its stop_token, and at one that sleeps in a Win32
// wait, where no token is looked at: there a stop_callback sets a manual-reset event.
//
// Before you run it, write down: what would wake the second worker without the callback?
// Then remove the callback and run it again (ctrl+C ends it).
// In the debugger: stop at request_stop(); Parallel Stacks shows the second worker in its wait.
// Topics: M02 T71
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"

#include <stop_token>
#include <thread>

static void stop_one_that_looks() {
    lab::doing("a worker that looks at its token between two pieces of work");
    unsigned long long pieces = 0;
    w32::Event working{w32::Reset::manual};
    {
        std::jthread worker([&](const std::stop_token& token) {
            while (!token.stop_requested())
                if (++pieces == 1) working.set();
        });
        working.wait();
    }  // the destructor asks it to stop and joins it
    lab::saw(std::string("it worked, was asked, and returned: ") + (pieces > 0 ? "yes" : "no"));
}

static void stop_one_that_waits() {
    lab::doing("a worker that waits for an order in WaitForMultipleObjects");
    w32::Event stop{w32::Reset::manual};  // manual: stays set for every worker, and for late ones
    w32::Event order{w32::Reset::automatic};
    DWORD ended_by = WAIT_FAILED;
    std::jthread worker([&](const std::stop_token&) {
        const HANDLE events[] = {stop.get(), order.get()};  // stop first: the lowest index wins
        ended_by = ::WaitForMultipleObjects(2, events, FALSE, INFINITE);
    });
    // Belongs to this thread, not to the worker: it lives until request_stop() has called it.
    const std::stop_callback on_stop(worker.get_stop_token(), [&] { stop.set(); });
    worker.request_stop();
    worker.join();
    lab::saw(std::string("the stop event woke it: ") + (ended_by == WAIT_OBJECT_0 ? "yes" : "no"));
}

int main() {
    return lab::demo("A thread is asked to stop, never made to.", [] {
        stop_one_that_looks();
        stop_one_that_waits();
        lab::why(
            "A flag stops only a thread that looks at it. A thread in a wait needs something the\n"
            "wait can see: an event that stays set. TerminateThread would stop it too, with its\n"
            "locks held and its destructors not run.");
    });
}
