// What has a waiter got when its limit has passed?
//
// One thread keeps a mutex. Another one waits with a limit, and then does what some programs do:
// it goes on, and releases at the end.
//
// Before you run it, write down: what does that ReleaseMutex do to the owner?
// Then take the limit away: what does the wait board (or the debugger) say the waiter waits for?
// In the debugger: `answer` is 258, WAIT_TIMEOUT.
// Topics: T46
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

static void wait_and_release(const w32::Mutex& mutex, DWORD limit) {
    const DWORD answer = ::WaitForSingleObject(mutex.get(), limit);
    lab::saw("limit " + std::to_string(limit) +
             " ms: " + (answer == WAIT_TIMEOUT ? "WAIT_TIMEOUT (258)" : "WAIT_OBJECT_0 (0)"));
    const BOOL released = ::ReleaseMutex(mutex.get());
    const DWORD error = released ? 0 : ::GetLastError();
    lab::saw(released ? "ReleaseMutex succeeds"
                      : "ReleaseMutex fails, error " + std::to_string(error));
}

int main() {
    return lab::demo("After a time-out the waiter has nothing - and nothing to give back.", [] {
        w32::Mutex mutex;
        (void)mutex.lock();
        lab::doing("main has it; another thread waits with a limit, and releases whatever comes");
        w32::Thread("waits", [&] {
            wait_and_release(mutex, 0);
            wait_and_release(mutex, 30);
        }).join();
        lab::doing("main releases it; the same again");
        mutex.unlock();
        w32::Thread("waits", [&] { wait_and_release(mutex, 30); }).join();
        lab::why(
            "A limit says how long one is ready to wait, and the answer says whether it was long\n"
            "enough. WAIT_TIMEOUT gives nothing: what the mutex protects belongs to somebody\n"
            "else. Limit 0 is a look. A critical section has only that (TryEnterCriticalSection).");
    });
}
