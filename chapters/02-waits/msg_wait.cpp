// How does a thread with a message queue wait for objects as well?
//
// Look at the answers of MsgWaitForMultipleObjects: the event, input, and input that was seen.
//
// Before you run it, write down: a message is peeked and left in the queue; is there input?
// Then post two messages and remove only one.
// In the debugger: step over each wait; `answer` is 0 for the event and 1 for input.
// Topics: T34 M11
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"

static std::string named(DWORD answer) {
    if (answer == WAIT_OBJECT_0) return "WAIT_OBJECT_0: the event";
    if (answer == WAIT_OBJECT_0 + 1) return "WAIT_OBJECT_0 + 1: input";
    if (answer == WAIT_TIMEOUT) return "WAIT_TIMEOUT: nothing new";
    return "failed";
}

static void look(HANDLE event, DWORD flags) {
    const std::string name = flags == 0 ? "                     " : "MWMO_INPUTAVAILABLE: ";
    lab::saw(name + named(::MsgWaitForMultipleObjectsEx(1, &event, 0, QS_ALLINPUT, flags)));
}

int main() {
    return lab::demo("Input is the index after the last handle - if it is new.", [] {
        const w32::Event event{w32::Reset::automatic};
        MSG message;
        ::PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);  // makes the queue
        lab::doing("nothing was posted");
        look(event.get(), 0);
        lab::doing("post a message to this thread");
        w32::check(::PostThreadMessageW(::GetCurrentThreadId(), WM_APP, 0, 0), "PostThreadMessage");
        look(event.get(), 0);
        lab::doing("see it with PeekMessage and leave it");
        ::PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);
        look(event.get(), 0);
        look(event.get(), MWMO_INPUTAVAILABLE);
        lab::doing("remove it");
        ::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE);
        look(event.get(), MWMO_INPUTAVAILABLE);
        lab::why(
            "The queue counts what has come since the thread last looked. So after each answer of\n"
            "\"input\" all messages have to be read, or the next wait sleeps beside a full queue;\n"
            "MWMO_INPUTAVAILABLE makes it answer whenever there is a message at all.");
    });
}
