// How does one wait for a time, and for something else as well?
//
// Look at a waitable timer in one wait with an event: whichever comes first is the answer.
//
// Before you run it, write down: the timer is stopped before its time; what does the wait answer?
// Then give start() a period, and wait three times.
// In the debugger: the timer goes on while you look; after a break its time has come.
// Topics: M09 T32
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/waitable_timer.hpp"

#include <array>

static void show(const std::array<HANDLE, 2>& objects, w32::Timeout limit) {
    const w32::WaitedAny answer = w32::wait_any(objects, limit);
    if (answer.how == w32::Waited::timed_out)
        lab::saw("neither");
    else
        lab::saw(answer.index == 0 ? "the event" : "the timer");
}

int main() {
    return lab::demo("A timer is an object: it can be waited for together with others.", [] {
        using namespace std::chrono_literals;
        w32::Event event{w32::Reset::automatic};
        w32::WaitableTimer timer{w32::Reset::automatic};
        const std::array<HANDLE, 2> either{event.get(), timer.get()};
        lab::doing("the timer is to come in an hour, the event is set now");
        timer.start(1h);
        event.set();
        show(either, w32::forever);
        lab::doing("the timer is to come in 20 ms, nobody sets the event");
        timer.start(20ms);
        show(either, w32::forever);
        lab::doing("the timer is started and stopped");
        timer.start(1h);
        timer.cancel();
        show(either, 0ms);
        lab::why(
            "The limit of a wait belongs to that wait: it begins anew with each one. A timer is\n"
            "due at its time, however many waits come before - and several timers can run.\n"
            "Stopping one signals nobody: who waits for it alone would wait for ever.");
    });
}
