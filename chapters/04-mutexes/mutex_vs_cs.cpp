// What can a mutex do that a critical section cannot?
//
// Ask three things of both: give up after a while, wait for something else as well, and say that
// the owner has died.
//
// Before you run it, write down: which of the three has any answer for a critical section?
// Then let the dying thread release the mutex first.
// In the debugger: the Watch window shows the fields of a critical section, and of a mutex a number
// only: the mutex itself is in the kernel.
// Topics: T44 T46 T47
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

using namespace std::chrono_literals;

int main() {
    return lab::demo("A mutex has three answers that a critical section lacks.", [] {
        w32::CriticalSection section;
        w32::Mutex mutex;
        const w32::Event stop{w32::Reset::manual, true};
        const w32::Guard hold(section);
        (void)mutex.lock();

        lab::doing("another thread wants both; they are taken");
        w32::Thread("wants", [&] {
            lab::saw(std::string("section, now or never:       ") +
                     (section.try_lock() ? "entered" : "no"));
            const bool late = mutex.lock_for(20ms) == w32::Waited::timed_out;
            lab::saw(std::string("mutex, 20 ms at most:        ") +
                     (late ? "timed out" : "got it"));
            const HANDLE either[] = {stop.get(), mutex.get()};
            const DWORD index = w32::wait_any(either, w32::forever).index;
            lab::saw("mutex, or the order to stop: " + std::string(index == 0 ? "stop" : "mutex"));
        }).join();

        lab::doing("a thread takes both of another pair, and ends without giving them back");
        w32::CriticalSection lost_section;
        w32::Mutex lost_mutex;
        w32::Thread("dies", [&] {
            ::EnterCriticalSection(lost_section.get());  // and no guard
            (void)lost_mutex.lock();
        }).join();
        lab::saw(std::string("section: ") +
                 (lost_section.try_lock() ? "entered" : "taken, for ever"));
        const bool told = lost_mutex.lock() == w32::Waited::abandoned;
        lab::saw(std::string("mutex:   ours, and ") + (told ? "we are told" : "nobody tells"));
        lab::why(
            "A critical section is memory, and nobody looks after it. A mutex is a kernel object:\n"
            "each wait and each release is a system call, and so the kernel can wait with a\n"
            "limit, wait for several objects, serve other processes, and notice that an owner has\n"
            "ended.");
    });
}
