// What can a wait for one object answer?
//
// Look at the four answers, each produced on purpose: signaled, timed out, abandoned, failed.
//
// Before you run it, write down: which of them mean that the mutex is ours now?
// Then release the mutex before its owner ends.
// In the debugger: after the failed wait, the watch `$err` (or `@err`) shows the last error.
// Topics: T21 T22 T28 T33
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

static void show(const char* what, HANDLE object) {
    const DWORD answer = ::WaitForSingleObject(object, 0);
    const DWORD error = answer == WAIT_FAILED ? ::GetLastError() : 0;
    const char* name = answer == WAIT_OBJECT_0    ? "WAIT_OBJECT_0"
                       : answer == WAIT_ABANDONED ? "WAIT_ABANDONED"
                       : answer == WAIT_TIMEOUT   ? "WAIT_TIMEOUT"
                                                  : "WAIT_FAILED";
    std::string line = std::string(what) + name + " (" + std::to_string(answer) + ")";
    if (error != 0) line += ", error " + std::to_string(error);
    lab::saw(line);
}

int main() {
    return lab::demo("A wait has four answers; zero is not \"no\".", [] {
        w32::Event event{w32::Reset::automatic};
        w32::Mutex mutex;
        lab::doing("an automatic event, set once, asked twice");
        event.set();
        show("1st: ", event.get());
        show("2nd: ", event.get());
        lab::doing("a mutex whose owner ended without giving it back");
        w32::Thread("ends as owner", [&] { (void)mutex.lock(); }).join();
        show("1st: ", mutex.get());
        w32::check(::ReleaseMutex(mutex.get()), "ReleaseMutex");
        show("2nd: ", mutex.get());
        w32::check(::ReleaseMutex(mutex.get()), "ReleaseMutex");
        lab::doing("no handle at all");
        show("     ", nullptr);
        lab::why(
            "Success is 0, so `if (WaitForSingleObject(...))` means the opposite of what it says.\n"
            "WAIT_ABANDONED is a success with a warning: the mutex is ours, its data may be half\n"
            "done. WAIT_FAILED has not waited at all, whatever the limit was.");
    });
}
