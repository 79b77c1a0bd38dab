// Does WaitOnAddress sleep if the value has changed just before?
//
// Wait for a value that is not there any more, wait for one that is there, with a time-out of 0,
// and wait in a loop until another thread changes it.
//
// Before you run it, write down: what does each of the three return?
// Then leave out the WakeByAddressSingle, and see (and think about) what happens.
// In the debugger: stop after the thread has started; Parallel Stacks shows where it sleeps.
// Topics: M06
#include "common/demo/demo.hpp"
#include "common/win32/thread.hpp"

static std::string answer(BOOL woken) {
    if (woken) return "TRUE";
    return ::GetLastError() == ERROR_TIMEOUT ? "FALSE, ERROR_TIMEOUT" : "FALSE, another error";
}

int main() {
    return lab::demo("WaitOnAddress sleeps only while the value is the one you expect.", [] {
        LONG volatile value = 1;
        LONG zero = 0;
        LONG one = 1;
        lab::doing("the value is 1: wait while it is 0, for ever");
        lab::saw(answer(::WaitOnAddress(&value, &zero, sizeof value, INFINITE)));
        lab::doing("wait while it is 1, for 0 ms");
        lab::saw(answer(::WaitOnAddress(&value, &one, sizeof value, 0)));

        lab::doing("a thread waits while it is 1; then 2 is stored, and it is woken");
        LONG seen = 0;
        w32::Thread waits("waits", [&] {
            while (::InterlockedCompareExchange(&value, 0, 0) == 1)  // reads it
                ::WaitOnAddress(&value, &one, sizeof value, INFINITE);
            seen = value;
        });
        ::InterlockedExchange(&value, 2);
        ::WakeByAddressSingle(const_cast<LONG*>(&value));
        waits.join();
        lab::saw("the thread has seen " + std::to_string(seen));
        lab::why(
            "Comparing and falling asleep is one step, so the store cannot come between and be\n"
            "missed. The wake-up itself is not remembered: the value is, and the loop looks at\n"
            "it. First the store, then the wake-up. Lab L26.");
    });
}
