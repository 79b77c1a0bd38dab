// What becomes of a critical section whose owner ends without leaving?
//
// Let a thread enter and return, wait for its end, and try to enter.
//
// Before you run it, write down: is the section free, is it an error, or is it still held?
// Then give the thread a guard (w32::Guard) in place of lock().
// In the debugger: stop at the last saw() and compare OwningThread with the Threads window.
// Topics: T40
#include "common/demo/demo.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/unchecked_locking.hpp"

int main() {
    return lab::demo("A critical section stays locked when its owner has ended.", [] {
        w32::CriticalSection section;
        lab::doing("a thread enters and returns without leaving");
        w32::Thread owner("forgets", [&] { section.lock(); });
        owner.join();
        lab::saw("the thread has ended");
        lab::saw(section.try_lock() ? "the section is free" : "the section is held");
        const auto holder = reinterpret_cast<ULONG_PTR>(section.get()->OwningThread);
        lab::saw(holder == owner.id() ? "its owner is the thread that has ended"
                                      : "its owner is another thread");
        lab::why(
            "A critical section is memory: nobody tells it that a thread has ended. The kernel\n"
            "knows of mutexes and calls them abandoned (chapter 4). Leave by a destructor.");
    });
}
