// Who owns a mutex: who has created it, or who has waited for it?
//
// Main creates a mutex, a worker waits for it, and then main tries to release it.
//
// Before you run it, write down: what does ReleaseMutex answer to main?
// Then create the mutex with bInitialOwner TRUE: what becomes of the worker?
// In the debugger: stop in main while the worker holds it; nothing in main's memory says who owns
// it.
// Topics: T51 T52
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

static void release(const char* who, const w32::Mutex& mutex) {
    const BOOL released = ::ReleaseMutex(mutex.get());
    const DWORD error = released ? 0 : ::GetLastError();
    lab::saw(std::string(who) + ": ReleaseMutex " +
             (released ? "succeeds" : "fails, error " + std::to_string(error)) +
             (error == ERROR_NOT_OWNER ? ", ERROR_NOT_OWNER" : ""));
}

int main() {
    return lab::demo(
        "The owner is the thread whose wait has succeeded, and only it can release.", [] {
            w32::Mutex mutex;
            w32::Event taken{w32::Reset::manual};
            w32::Event asked{w32::Reset::manual};
            lab::doing("main creates it; a worker waits for it and gets it");
            w32::Thread worker("owns", [&] {
                (void)mutex.lock();
                taken.set();
                asked.wait();
                release("worker", mutex);
            });
            taken.wait();
            release("main  ", mutex);
            asked.set();
            worker.join();

            lab::doing("main takes it; another thread of the same process tries to release it");
            (void)mutex.lock();
            w32::Thread("asks", [&] { release("other ", mutex); }).join();
            release("main  ", mutex);
            lab::why(
                "Ownership belongs to a thread: not to the creator, not to the process, not to a\n"
                "handle. A critical section that is left by the wrong thread is broken without a\n"
                "word; a mutex answers 288 and stays as it is. A semaphore has no owner (chapter\n"
                "5).");
        });
}
