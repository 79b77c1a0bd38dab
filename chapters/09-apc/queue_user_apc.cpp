// How does one make another thread do something?
//
// APCs are queued to a thread that has not begun, to one that waits, and to one that has ended.
//
// Before you run it, write down on which thread, and when, each of them runs.
// Then let the thread wait with WaitForSingleObject: what becomes of the second APC?
// In the debugger: stop in apc::Letters::run; the Threads window says whose turn it is.
// Topics: M19
#include "chapters/09-apc/apcs.hpp"

#include "common/demo/demo.hpp"

struct Scene {
    apc::Letters letters;
    w32::Event started{w32::Reset::manual};
    std::string before;  // that ran before the first line
    DWORD answer = 0;
};

static DWORD WINAPI waits(void* argument) {
    Scene& scene = *static_cast<Scene*>(argument);
    scene.before = scene.letters.ran;
    scene.started.set();
    scene.answer = ::SleepEx(INFINITE, TRUE);
    return 0;
}

int main() {
    return lab::demo("An APC is a call that another thread makes, when it waits alertably.", [] {
        Scene scene;
        const w32::Handle thread = w32::own(
            ::CreateThread(nullptr, 0, &waits, &scene, CREATE_SUSPENDED, nullptr), "CreateThread");
        lab::doing("queue 'a' to a thread that has not begun, and let it begin");
        w32::check(scene.letters.queue('a', thread.get()), "QueueUserAPC");
        w32::check(::ResumeThread(thread.get()) != ~DWORD{0}, "ResumeThread");
        scene.started.wait();
        lab::saw("before its first line has run: '" + scene.before + "'");
        lab::doing("queue 'b' while it waits, and wait for its end");
        w32::check(scene.letters.queue('b', thread.get()), "QueueUserAPC");
        w32::check(::WaitForSingleObject(thread.get(), INFINITE) == WAIT_OBJECT_0, "Wait");
        lab::saw("its wait has answered " + std::to_string(scene.answer) + "; has run: '" +
                 scene.letters.ran + "', and not on this thread");
        lab::doing("queue 'c' to the thread that has ended");
        const bool queued = scene.letters.queue('c', thread.get());
        lab::saw(queued ? "accepted" : "refused, error " + std::to_string(::GetLastError()));
        lab::why(
            "Each thread has a queue of calls. Who queues one has handed it over, and learns\n"
            "nothing of what becomes of it: whether that thread will ever wait is its own matter.");
    });
}
