// What does a slim reader/writer lock let in, and whom?
//
// Hold it shared, then exclusively, and see what another thread and the owner can have.
//
// Before you run it, write down: may a reader become the writer?
// Then let the other thread keep its shared lock, and look at the lock's value in the debugger.
// In the debugger: watch lock.lock_.Ptr; it is 0 when the lock is free.
// Topics: M04
#include "common/demo/demo.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

static std::string available(w32::SrwLock& lock) {
    const bool shared = lock.try_lock_shared();
    if (shared) lock.unlock_shared();
    const bool exclusive = lock.try_lock();
    if (exclusive) lock.unlock();
    return std::string("shared ") + (shared ? "yes" : "no") + ", exclusive " +
           (exclusive ? "yes" : "no");
}

static void show(const char* who, w32::SrwLock& lock) {
    std::string other;
    w32::Thread("tries", [&] { other = available(lock); }).join();
    lab::saw(std::string(who) + other);
}

int main() {
    return lab::demo("An SRW lock has many readers or one writer, and remembers nobody.", [] {
        w32::SrwLock lock;
        lab::doing("hold it shared");
        lock.lock_shared();
        show("another thread: ", lock);
        lab::saw(std::string("the holder:     exclusive ") + (lock.try_lock() ? "yes" : "no"));
        lock.unlock_shared();
        lab::doing("hold it exclusively");
        lock.lock();
        show("another thread: ", lock);
        lab::saw("the holder:     " + available(lock));
        lock.unlock();
        lab::why(
            "The lock is one pointer: it counts readers or marks a writer, and has no room for a\n"
            "name. So it cannot let its owner in again, nor a reader become the writer.");
    });
}
