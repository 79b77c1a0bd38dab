// The judge of lab L26: lets up to three threads use the lock in every order that their steps can
// come in, wake-ups for nothing included, and looks whether anybody waits on the processor.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <spin_to_park.hpp>  // <>: the build chooses the folder

#include "common/explore/counts.hpp"
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <string>

namespace {

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class L>
constexpr bool taken_is_seen() {
    if constexpr (requires(L & lock) { lock.taken; }) return explore::is_seen<decltype(L::taken)>;
    return true;
}

// What the lock protects. It is no atomic variable: a lock that lets two in makes them race.
struct Counter {
    WordLock lock;
    Shared<int> count = 0;

    void add() {
        lock.lock();
        ++count;
        lock.unlock();
    }
};

void check(const Counter& counter, int expected) {
    const int count = counter.count;
    explore::outcome(std::to_string(count));
    if (count != expected)
        WB_DIAGNOSE("both-inside")
            << "Each of " << expected << " threads added 1 while it had the lock; the sum is "
            << count << ". Two had it at the same time: one went on without having taken it. A "
            << "wake-up says that it is worth to look again, no more.";
}

}  // namespace

EXPLORE_TEST(Lab_07_SpinToPark, Test1_OneThread) {
    if (!taken_is_seen<WordLock>())
        WB_DIAGNOSE("taken-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the members as one of them.";
    Counter counter;
    counter.add();
    counter.add();
    check(counter, 2);
    const explore::Counts used = explore::counts();
    if (used.exclusive + used.shared > 0)
        WB_DIAGNOSE("ready-made-lock")
            << "lock() takes a lock of Windows. That is right in a program; here it is the thing "
            << "that you build.";
}

EXPLORE_TEST(Lab_07_SpinToPark, Test2_TwoThreads) {
    Counter counter;
    w32::Thread other("adds", [&] { counter.add(); });
    counter.add();
    other.join();
    check(counter, 2);
}

EXPLORE_STUCK_TEST(Lab_07_SpinToPark, Test3_WhoWaitsSleeps) {
    WordLock lock;
    lock.lock();  // and nobody gives it back
    w32::Thread waits("waits", [&] { lock.lock(); });
}

// Three threads have many schedules; what comes of waking for nothing two show as well.
EXPLORE_TEST(Lab_07_SpinToPark, Test4_TwoWait, .spurious_wake_ups = 0) {
    Counter counter;
    counter.lock.lock();
    w32::Thread first("adds", [&] { counter.add(); });
    w32::Thread second("adds too", [&] { counter.add(); });
    ++counter.count;
    counter.lock.unlock();
    first.join();
    second.join();
    check(counter, 3);
}
