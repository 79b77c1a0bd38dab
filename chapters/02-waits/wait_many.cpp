// Which of several objects was it?
//
// Look at what WaitForMultipleObjects answers: for any, for all, for too many, for none signaled.
//
// Before you run it, write down: two of three are signaled; which one is answered, and which one
// next?
// Then set all three before the first wait.
// In the debugger: watch `answer` in hexadecimal; the four ranges are easy to tell then.
// Topics: T22 T30 T31 T32 T33
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

#include <vector>

using w32::Event;
using w32::Reset;

static std::string named(DWORD answer, std::size_t count) {
    if (answer == WAIT_FAILED) return "WAIT_FAILED, error " + std::to_string(::GetLastError());
    if (answer == WAIT_TIMEOUT) return "WAIT_TIMEOUT";
    if (answer - WAIT_ABANDONED_0 < count)
        return "WAIT_ABANDONED_0 + " + std::to_string(answer - WAIT_ABANDONED_0);
    return "WAIT_OBJECT_0 + " + std::to_string(answer - WAIT_OBJECT_0);
}

static void wait_for_any(const std::vector<HANDLE>& objects) {
    const DWORD answer =
        ::WaitForMultipleObjects(static_cast<DWORD>(objects.size()), objects.data(), FALSE, 0);
    lab::saw(named(answer, objects.size()));
}

int main() {
    return lab::demo("The answer is an index only in two of four ranges.", [] {
        Event a{Reset::automatic};
        Event b{Reset::automatic};
        w32::Mutex mutex;
        w32::Thread("ends as owner", [&] { (void)mutex.lock(); }).join();
        const std::vector<HANDLE> three{a.get(), b.get(), mutex.get()};
        lab::doing("events 0 and 1 are set, mutex 2 is abandoned; wait for any, four times");
        a.set();
        b.set();
        for (int i = 0; i < 3; ++i) wait_for_any(three);
        w32::check(::ReleaseMutex(mutex.get()), "ReleaseMutex");
        wait_for_any({a.get(), b.get()});
        lab::doing("65 events, and none");
        const std::vector<HANDLE> many(MAXIMUM_WAIT_OBJECTS + 1, a.get());
        wait_for_any(many);
        wait_for_any({});
        lab::why(
            "The lowest index wins; the others keep their signals for the next wait. An abandoned\n"
            "mutex is a success of its own range. WAIT_FAILED is no index, and has not waited:\n"
            "who subtracts WAIT_OBJECT_0 without a look is told 4294967295.");
    });
}
