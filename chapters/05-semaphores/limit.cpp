// What does a semaphore do when more is released than fits?
//
// Release within the maximum, above it, and by several units of which only some would fit.
//
// Before you run it, write down: of two units too many by one, does one get in?
// Then give the semaphore the maximum 1000 and see what the last step says.
// In the debugger: stop after each ReleaseSemaphore and watch $err,hr (the last error) and
// previous.
// Topics: T56 T58
#include "common/demo/demo.hpp"
#include "common/win32/semaphore.hpp"

static void release(w32::Semaphore& units, LONG count) {
    LONG previous = -1;
    ::SetLastError(ERROR_SUCCESS);
    const BOOL ok = ::ReleaseSemaphore(units.get(), count, &previous);
    const DWORD error = ::GetLastError();
    lab::doing("ReleaseSemaphore, " + std::to_string(count) + (count == 1 ? " unit" : " units"));
    if (ok)
        lab::saw("TRUE, the count was " + std::to_string(previous));
    else
        lab::saw("FALSE, error " + std::to_string(error) + ": " + w32::describe(error) +
                 "\nprevious count: " + (previous == -1 ? "not written" : "written"));
}

int main() {
    return lab::demo("A release that does not fit is refused as a whole, with error 298.", [] {
        w32::Semaphore units(0, 3);  // three connections, and all are in use
        release(units, 1);
        release(units, 1);
        release(units, 2);  // one of these would fit
        release(units, 1);
        release(units, 1);
        lab::why(
            "The count never passes the maximum. A release too many means that somebody gives\n"
            "back what he has not taken; with the true maximum that shows, and with a huge one it\n"
            "does not. It shows late, though: only when all the other units are back.");
    });
}
