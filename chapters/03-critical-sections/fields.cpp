// What is written in a critical section, and when?
//
// Read its fields while it is free, entered, entered twice, and waited for.
//
// Before you run it, write down: which field names the owner? Is there a handle in it?
// Then let a second thread wait, and see which field changes.
// In the debugger: stop at a saw() and add `section.section_` to a watch window.
// Topics: T36 T37
#include "common/demo/demo.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/unchecked_locking.hpp"

#include <atomic>

static LONG lock_count(w32::CriticalSection& section) {
    return std::atomic_ref<LONG>(section.get()->LockCount).load();
}

static void show(const char* when, w32::CriticalSection& section) {
    const CRITICAL_SECTION& fields = *section.get();
    const auto owner = reinterpret_cast<ULONG_PTR>(fields.OwningThread);
    const char* name = owner == 0                        ? "nobody"
                       : owner == ::GetCurrentThreadId() ? "this thread"
                                                         : "another thread";
    lab::saw(std::string(when) + "LockCount " + std::to_string(lock_count(section)) +
             ", RecursionCount " + std::to_string(fields.RecursionCount) + ", OwningThread " +
             name);
}

int main() {
    return lab::demo("A critical section is a few numbers in the memory of the process.", [] {
        w32::CriticalSection section;
        lab::doing("enter twice, let another thread wait, leave twice");
        lab::saw("it takes " + std::to_string(sizeof(CRITICAL_SECTION)) + " bytes");
        show("free:          ", section);
        section.lock();
        show("entered:       ", section);
        section.lock();
        show("entered twice: ", section);
        const LONG without_waiter = lock_count(section);
        w32::Thread other("waits", [&] {
            section.lock();
            section.unlock();
        });
        while (lock_count(section) == without_waiter) ::SwitchToThread();  // until it waits
        show("waited for:    ", section);
        section.unlock();
        section.unlock();
        other.join();
        show("free again:    ", section);
        if (w32::running_under_wine())
            lab::differs_in_wine(
                "LockCount counts entries and waiters. Windows keeps flags in it.");
        lab::why(
            "Enter writes the owner and counts; no other thread or process is asked. Only who has\n"
            "to wait goes to the kernel. LockCount belongs to the system: it means something else\n"
            "in each version. The others have stayed, and a debugger may read them.");
    });
}
