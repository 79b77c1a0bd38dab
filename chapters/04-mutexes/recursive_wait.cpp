// What happens when the owner waits for its own mutex?
//
// Wait three times on one thread, then release until another thread gets it.
//
// Before you run it, write down: which of the waits blocks, and how many releases does it take?
// Then do the same with an automatic event in place of the mutex, and a limit of 100 ms.
// In the debugger: stop after each release and let the program go on: `gets` tells who can have it.
// Topics: T55
#include "common/demo/demo.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

static const char* another_thread(w32::Mutex& mutex) {
    bool gets = false;
    w32::Thread("asks", [&] {
        gets = mutex.try_lock();
        if (gets) mutex.unlock();
    }).join();
    return gets ? "another thread gets it" : "another thread does not get it";
}

int main() {
    return lab::demo(
        "The owner is never blocked, and has to release as often as it has waited.", [] {
            w32::Mutex mutex;
            lab::doing("wait for it three times on one thread");
            for (const char* which : {"1st", "2nd", "3rd"}) {
                const DWORD answer = ::WaitForSingleObject(mutex.get(), 0);
                lab::saw(std::string(which) +
                         " wait: " + (answer == WAIT_OBJECT_0 ? "at once" : "would block"));
            }
            lab::doing("release it, and ask after each time who can have it");
            for (const char* which : {"1st", "2nd", "3rd"}) {
                w32::check(::ReleaseMutex(mutex.get()), "ReleaseMutex");
                lab::saw(std::string(which) + " release: " + another_thread(mutex));
            }
            lab::saw(std::string("4th release: ") +
                     (::ReleaseMutex(mutex.get()) ? "succeeds" : "refused"));
            lab::why(
                "The mutex remembers its owner and counts. So a function that takes it may call\n"
                "another one that takes it as well - and a wait too many, or a release forgotten\n"
                "on one way out, leaves it taken. Events and semaphores have no owner: there the\n"
                "second wait blocks.");
        });
}
