// Does a signal get lost when nobody waits for it?
//
// Many notes say so of SetEvent and PulseEvent alike. Look at one automatic event, with no other
// thread around: nothing here depends on timing.
//
// Before you run it, write down: how many of the three waits succeed?
// Then try it with w32::Reset::manual, and with a w32::Semaphore.
// In the debugger: step over the waits one by one; the first one clears the flag.
// Topics: T63 T64 T65
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"

static void show(const char* which, const w32::Event& event) {
    lab::saw(std::string(which) + (w32::signaled_now(event.get()) ? "signaled" : "timed out"));
}

int main() {
    return lab::demo("SetEvent with nobody waiting is kept - once. PulseEvent is lost.", [] {
        w32::Event event{w32::Reset::automatic};
        lab::doing("SetEvent three times, then wait three times");
        for (int i = 0; i < 3; ++i) event.set();
        show("1st wait: ", event);
        show("2nd wait: ", event);
        show("3rd wait: ", event);
        lab::doing("PulseEvent once, then wait");
        w32::check(::PulseEvent(event.get()), "PulseEvent");
        show("wait: ", event);
        lab::why(
            "An event is a flag, not a counter: setting a set flag changes nothing, and the first\n"
            "wait clears it. A pulse sets and clears in one go: only threads that wait at that\n"
            "moment notice. What has to be counted belongs into a semaphore.");
    });
}
