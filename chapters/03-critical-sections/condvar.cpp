// What does a wake-up say?
//
// Two threads sleep until there is an item. One item comes, and both are woken.
//
// Before you run it, write down: what does the one do that comes too late?
// Then write `if` in place of `while` and see what it takes.
// In the debugger: break in the while; the lock's owner is this thread again, after each wake-up.
// Topics: M05 T39
#include "common/demo/demo.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/thread.hpp"

struct Shelf {
    w32::SrwLock lock;
    w32::ConditionVariable changed;   // there is an item
    w32::ConditionVariable happened;  // for main: one of the numbers below has changed
    WB_GUARDED_BY(lock) int items = 0;
    WB_GUARDED_BY(lock) int asleep = 0;
    WB_GUARDED_BY(lock) int taken = 0;

    void take() {
        const w32::Guard hold(lock);
        while (items == 0) {
            ++asleep;
            happened.notify_one();
            changed.wait(lock);  // gives the lock back while it sleeps
            --asleep;
        }
        --items;
        ++taken;
        happened.notify_one();
    }

    /// Puts `more` items there, wakes all, and waits until `still` are asleep and the others done.
    void put(int more, int still, int done) {
        const w32::Guard hold(lock);
        items += more;
        changed.notify_all();
        while (asleep != still || taken != done) happened.wait(lock);
        lab::saw(std::to_string(taken) + " taken, " + std::to_string(asleep) + " asleep, " +
                 std::to_string(items) + " left");
    }
};

int main() {
    return lab::demo("A wake-up says: look again. What there is, the state says.", [] {
        Shelf shelf;
        lab::doing("two threads want an item, and there is none");
        w32::Thread first("takes", [&] { shelf.take(); });
        w32::Thread second("takes too", [&] { shelf.take(); });
        shelf.put(0, 2, 0);
        lab::doing("put one item there and wake both");
        shelf.put(1, 1, 1);
        lab::doing("put another one there and wake whoever sleeps");
        shelf.put(1, 0, 2);
        first.join();
        second.join();
        lab::why(
            "Both were woken, one after the other got the lock, and the second found nothing: it\n"
            "looked in a loop, so it went to sleep again. With `if` it would have taken an item\n"
            "that is not there.");
    });
}
