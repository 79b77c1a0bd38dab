// How often must the owner of a critical section leave it?
//
// Enter twice, and let another thread try to enter after each leave.
//
// Before you run it, write down: what does the other thread get after the first leave?
// Then enter a third time and see what changes.
// In the debugger: stop at a saw() and watch section.section_: RecursionCount, OwningThread.
// Topics: T37 T38
#include "common/demo/demo.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/unchecked_locking.hpp"

static void show(const char* when, w32::CriticalSection& section) {
    bool entered = false;
    w32::Thread("tries", [&] {
        entered = section.try_lock();
        if (entered) section.unlock();
    }).join();
    lab::saw(std::string(when) + "depth " + std::to_string(section.get()->RecursionCount) +
             ", another thread " + (entered ? "gets in" : "does not get in"));
}

int main() {
    return lab::demo("A critical section is free after as many leaves as enters.", [] {
        lab::doing("one thread enters twice and leaves twice");
        w32::CriticalSection section;
        section.lock();
        section.lock();
        show("entered twice: ", section);
        section.unlock();
        show("left once:     ", section);
        section.unlock();
        show("left twice:    ", section);
        lab::why(
            "The section knows its owner and counts. So a function that has entered may call\n"
            "another one that enters too; only the last leave lets others in.");
    });
}
