// How do two threads take turns?
//
// Each signals the other and waits for its own turn in one call: SignalObjectAndWait.
//
// Before you run it, write down: can both print at the same time?
// Then replace the call by PulseEvent and a wait: why does it hang?
// In the debugger: a breakpoint in the loop is hit by one thread, then by the other.
// Topics: M10 T62
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

using w32::Event;
using w32::Reset;

constexpr int kRounds = 3;

// One call: who is signaled may run before this thread waits, and finds its signal kept.
static void hand_over(const Event& to, const Event& mine) {
    const DWORD answer = ::SignalObjectAndWait(to.get(), mine.get(), INFINITE, FALSE);
    w32::check(answer == WAIT_OBJECT_0, "SignalObjectAndWait");
}

int main() {
    return lab::demo("SignalObjectAndWait gives the turn away and waits for it, in one call.", [] {
        Event ping{Reset::automatic};
        Event pong{Reset::automatic};
        std::string said;  // whoever has the turn writes to it
        lab::doing("two threads, three rounds");
        w32::Thread other("other", [&] {
            ping.wait();
            for (int i = 0; i < kRounds; ++i) {
                said += "pong ";
                if (i + 1 < kRounds) hand_over(pong, ping);
            }
            pong.set();
        });
        for (int i = 0; i < kRounds; ++i) {
            said += "ping ";
            hand_over(ping, pong);
        }
        other.join();
        said.pop_back();
        lab::saw(said);
        lab::why(
            "Each event means \"your turn\": automatic, set by the other one, cleared by the\n"
            "wait. The call saves one way into the kernel. It is one call, not one step: others\n"
            "may run between its halves, so the signal has to be one that is kept.");
    });
}
