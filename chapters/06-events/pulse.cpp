// Does a pulse reach a thread that is inside WaitForSingleObject?
//
// Look at a thread that waits alertably and is made to run an APC. Its call has not returned; is
// it waiting?
//
// Before you run it, write down: after the pulse, is the thread still in its wait?
// Then replace PulseEvent by SetEvent: what does the second wait find?
// In the debugger: stop in the APC; WaitForSingleObjectEx is below it on the call stack.
// Topics: T64 T65
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

using w32::Event;
using w32::Reset;

struct Scene {
    Event bell{Reset::automatic};
    Event started{Reset::automatic};
    Event in_apc{Reset::automatic};
    Event may_leave{Reset::automatic};
    DWORD first = 0;
    DWORD second = 0;
};

static void CALLBACK apc(ULONG_PTR argument) {
    Scene& scene = *reinterpret_cast<Scene*>(argument);
    scene.in_apc.set();
    scene.may_leave.wait();
}

int main() {
    return lab::demo("A pulse misses a thread that is out of its wait for a moment.", [] {
        Scene scene;
        lab::doing("a thread waits for the bell; an APC is queued to it");
        w32::Thread thread("waits", [&] {
            scene.started.set();
            scene.first = ::WaitForSingleObjectEx(scene.bell.get(), INFINITE, TRUE);
            scene.second = ::WaitForSingleObject(scene.bell.get(), 0);
        });
        scene.started.wait();
        w32::check(::QueueUserAPC(&apc, thread.get(), reinterpret_cast<ULONG_PTR>(&scene)) != 0,
                   "QueueUserAPC");
        scene.in_apc.wait();
        lab::doing("PulseEvent while the APC runs");
        w32::check(::PulseEvent(scene.bell.get()), "PulseEvent");
        scene.may_leave.set();
        thread.join();
        lab::saw(std::string("1st wait: ") +
                 (scene.first == WAIT_IO_COMPLETION ? "ended by the APC" : "ended by the bell"));
        lab::saw(std::string("2nd wait: ") +
                 (scene.second == WAIT_TIMEOUT ? "the bell is silent" : "the bell was kept"));
        lab::why(
            "A pulse is for those who wait at that moment. The system takes threads out of their\n"
            "waits for APCs of its own as well, and nobody sees when. So no program can rely on\n"
            "PulseEvent: keep a state, or SetEvent and let the wait clear it.");
    });
}
