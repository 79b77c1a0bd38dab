// The judge of lab L18: lets attempts end well, fail and be busy, in every order that their steps
// can come in, and counts how many are under way.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <pool.hpp>  // <>: the build chooses the folder

#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <string>

namespace {

// What the attempts at a job come to.
enum Job { kDone, kFails, kBusyAtFirst, kWithAnother, kWithTwoOthers };

LONG connections = 0;  // of the running test's pool
ConnectionPool* pool_in_use = nullptr;
std::atomic<int> attempts = 0;
std::atomic<int> inside = 0;  // attempts that are under way
std::atomic<int> most_inside = 0;
std::atomic<bool> was_busy = false;

/// Real threads leave the numbers as they were; the explorer restores them.
class Pool {
public:
    explicit Pool(LONG count) : pool_(count) {
        connections = count;
        pool_in_use = &pool_;
        attempts = inside = most_inside = 0;
        was_busy = false;
    }
    bool run(Job job) { return pool_.run(job); }

private:
    ConnectionPool pool_;
};

// Other attempts that this one waits for: they need connections of their own.
void run_others(int count) {
    w32::Thread first("runs another job", [] { pool_in_use->run(kDone); });
    w32::Thread second;
    if (count > 1) second = w32::Thread("runs one more job", [] { pool_in_use->run(kDone); });
    first.join();
    second.join();
}

void check(const std::string& results, const std::string& expected, int expected_attempts) {
    const std::string seen = results + "; attempts: " + std::to_string(attempts) +
                             "; at once: " + std::to_string(most_inside);
    explore::outcome(seen);
    if (most_inside > connections)
        WB_DIAGNOSE("too-many-inside")
            << most_inside << " attempts were under way at once, in a pool of " << connections
            << ". A semaphore counts what is released, whether or not anybody has taken it: each "
            << "wait that took a unit is followed by one release, on every way out, when the "
            << "attempt has ended.";
    else if (results != expected)
        WB_DIAGNOSE("wrong-answer") << "run() should have answered " << expected << ": " << seen;
    else if (attempts != expected_attempts)
        WB_DIAGNOSE("wrong-attempts")
            << expected_attempts << " attempts were needed: a job is attempted again while it is "
            << "busy, and never after. " << seen;
}

std::string told(bool done) { return done ? "done" : "failed"; }

}  // namespace

Answer attempt(int job) {
    ++attempts;
    const int now = ++inside;
    if (now > most_inside) most_inside = now;
    if (job == kWithAnother) run_others(1);
    if (job == kWithTwoOthers) run_others(2);
    --inside;
    if (job == kFails) return Answer::failed;
    if (job == kBusyAtFirst && !was_busy.exchange(true)) return Answer::busy;
    return Answer::done;
}

EXPLORE_TEST(Lab_05_Pool, Test1_JobsAreDone) {
    Pool pool(1);
    const std::string first = told(pool.run(kDone));
    check(first + ", " + told(pool.run(kDone)), "done, done", 2);
}

EXPLORE_TEST(Lab_05_Pool, Test2_AFailureGivesItsConnectionBack) {
    Pool pool(1);
    const std::string first = told(pool.run(kFails));
    check(first + ", " + told(pool.run(kDone)), "failed, done", 2);
}

EXPLORE_TEST(Lab_05_Pool, Test3_ABusyJobIsTriedAgain) {
    Pool pool(1);
    const std::string first = told(pool.run(kBusyAtFirst));
    check(first + ", " + told(pool.run(kDone)), "done, done", 3);
}

EXPLORE_TEST(Lab_05_Pool, Test4_NeverMoreThanThereAre) {
    Pool pool(1);
    bool done = false;
    w32::Thread other("is busy at first", [&] { done = pool.run(kBusyAtFirst); });
    const std::string own = told(pool.run(kDone));
    other.join();
    check(own + ", " + told(done), "done, done", 3);
}

EXPLORE_TEST(Lab_05_Pool, Test5_AsManyAsThereAre) {
    Pool pool(2);
    check(told(pool.run(kWithAnother)), "done", 2);
}

EXPLORE_TEST(Lab_05_Pool, Test6_AllAreThereAfterwards) {
    Pool pool(2);
    bool fails = false;
    bool busy = false;
    w32::Thread first("fails", [&] { fails = pool.run(kFails); });
    w32::Thread second("is busy at first", [&] { busy = pool.run(kBusyAtFirst); });
    first.join();
    second.join();
    const std::string both = told(fails) + ", " + told(busy);
    check(both + ", " + told(pool.run(kWithTwoOthers)), "failed, done, done", 6);
}

EXPLORE_STUCK_TEST(Lab_05_Pool, Test7_WhoWaitsForAConnectionSleeps) {
    Pool pool(1);
    (void)pool.run(kWithAnother);  // which gets no connection as long as this attempt has it
}
