// The judge of lab L26: lets up to three threads use the lock in every order that their steps can
// come in, wake-ups for nothing included, and looks whether anybody waits on the processor.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <spin_to_park.hpp>  // <>: the build chooses the folder

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

#if defined(WORKBOOK_EXPLORED)
void nobody_gives_it_back() {
    WordLock lock;
    lock.lock();
    w32::Thread waits("waits", [&] {
        lock.lock();
        lock.unlock();
    });
    waits.join();
}

bool replays_a_schedule() {
    char text[2];
    return ::GetEnvironmentVariableA("WORKBOOK_SCHEDULE", text, sizeof text) != 0;
}
#endif

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
}

EXPLORE_TEST(Lab_07_SpinToPark, Test2_TwoThreads) {
    Counter counter;
    w32::Thread other("adds", [&] { counter.add(); });
    counter.add();
    other.join();
    check(counter, 2);
}

#if defined(WORKBOOK_EXPLORED)
// Whoever waits for ever and sleeps is stuck: for once that is what the explorer has to find. Real
// threads are not asked: they would tell it by the time that they use.
TEST(Lab_07_SpinToPark, Test3_WhoWaitsSleeps) {
    if (replays_a_schedule()) GTEST_SKIP() << "WORKBOOK_SCHEDULE is of another test";
    explore::Options options;
    options.name = "Lab_07_SpinToPark.Test3_WhoWaitsSleeps";
    options.every_outcome = true;
    const explore::Report report = explore::explore(&nobody_gives_it_back, options);
    if (report.endings.contains(explore::Outcome::passed))
        WB_DIAGNOSE("both-inside") << "A thread got the lock, and another one still had it.";
    else if (report.endings.contains(explore::Outcome::livelock) ||
             report.endings.contains(explore::Outcome::spins_unseen))
        WB_DIAGNOSE("burns-the-processor")
            << "The lock is not given back, and the thread that waits for it goes round and round: "
            << "it looks a hundred times, and nothing has changed. After a few tries it is to "
            << "sleep until somebody wakes it; one that wakes itself by a time-out does not.";
}
#endif

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
