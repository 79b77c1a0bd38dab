// What does "signaled" mean for each kind of object?
//
// Look at seven kinds with a wait of 0: as made, after something was done to it, and once more.
//
// Before you run it, write down: for which of them does the third look differ from the second?
// Then make the event manual.
// In the debugger: stop in look() and step over the wait; watch `state`.
// Topics: T23 T24 T27 T28 T29 M09
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/process.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/waitable_timer.hpp"

#include <algorithm>

using w32::Event;
using w32::Reset;

static std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

static std::string look(HANDLE object) {
    const DWORD state = ::WaitForSingleObject(object, 0);
    return state == WAIT_OBJECT_0 ? "signaled" : state == WAIT_TIMEOUT ? "-" : "failed";
}

// One row of the table.
template <class Action>
static void show(const char* kind, HANDLE object, const char* action, Action act) {
    const std::string before = look(object);
    act();
    const std::string after = look(object);
    lab::saw(padded(kind, 18) + padded(before, 10) + padded(action, 18) + padded(after, 10) +
             look(object));
}

static void show_what_ends() {
    Event may_end{Reset::manual};
    w32::Thread thread([&] { may_end.wait(); });
    show("thread", thread.get(), "it ends", [&] {
        may_end.set();
        (void)w32::wait(thread.get(), w32::forever);
    });
    w32::Job job;
    w32::ProcessOptions options;
    options.job = &job;
    w32::Process child(L"cmd.exe /c exit 11", options);
    child.wait();
    lab::saw("process           (it has ended)              " + padded("signaled", 10) +
             (child.wait_for(std::chrono::milliseconds{0}) ? "signaled" : "-"));
}

int main() {
    return lab::demo("Each kind of object has its own meaning of \"signaled\".", [] {
        lab::doing("look at each, do something, look twice");
        lab::saw("kind              as made   then              1st look  2nd look");
        show_what_ends();
        Event automatic{Reset::automatic};
        show("automatic event", automatic.get(), "SetEvent", [&] { automatic.set(); });
        Event manual{Reset::manual};
        show("manual event", manual.get(), "SetEvent", [&] { manual.set(); });
        w32::Semaphore units(0, 1);
        show("semaphore", units.get(), "ReleaseSemaphore", [&] { (void)units.release(); });
        w32::WaitableTimer timer{Reset::manual};
        show("manual timer", timer.get(), "its time comes", [&] {
            timer.start(std::chrono::milliseconds{1});
            (void)w32::wait(timer.get(), w32::forever);
        });
        w32::Mutex mutex;
        show("mutex", mutex.get(), "(we own it now)", [] {});
        lab::why(
            "A wait asks one question, and each kind answers it in its own way. Some signals are\n"
            "used up by the wait that sees them (automatic event, semaphore); an end is for good.\n"
            "A mutex is signaled while nobody owns it - and for its owner, who may take it again.");
    });
}
