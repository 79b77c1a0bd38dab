// report_test.cpp - what a finding tells: its sentence, its lanes, its JSON.
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/explore/tests/report_checks.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>

namespace {

using explore::Outcome;
using explore::Report;
using explore::TraceStep;

// ---- deadlocks ---------------------------------------------------------------------------------

void opposite_order() {
    w32::CriticalSection a, b;
    const auto both = [](w32::CriticalSection& x, w32::CriticalSection& y) {
        const w32::Guard hold_x(x);
        const w32::Guard hold_y(y);
    };
    w32::Thread first("first", [&] { both(a, b); });
    w32::Thread second("second", [&] { both(b, a); });
    first.join();
    second.join();
}

TEST(Deadlock, NamesTheCircle) {
    const Report report = EXPLORE_EXPECT_FAILURE(opposite_order, Outcome::deadlock);
    const std::string outer = "report_test.cpp:" + std::to_string(line_with(report, "hold_x(x)"));
    const std::string inner = "report_test.cpp:" + std::to_string(line_with(report, "hold_y(y)"));
    EXPECT_HAS(report.sentence, "first has critical section 1 since " + outer);
    EXPECT_HAS(report.sentence, "and waits at " + inner + " for critical section 2");
    EXPECT_HAS(report.sentence, "second has critical section 2 since " + outer);
    EXPECT_HAS(report.sentence, "in a circle");
    EXPECT_HAS(report.sentence, "main waits at ");
    EXPECT_EQ(std::count_if(report.trace.begin(), report.trace.end(),
                            [](const TraceStep& step) { return step.fatal; }),
              3);
}

void twice_the_same() {
    w32::SrwLock lock;
    ::AcquireSRWLockExclusive(lock.get());
    ::AcquireSRWLockExclusive(lock.get());
}

TEST(Deadlock, NamesTheThreadThatWaitsForItself) {
    const Report report = EXPLORE_EXPECT_FAILURE(twice_the_same, Outcome::deadlock);
    EXPECT_HAS(report.sentence, "main has SRW lock 1 since ");
    EXPECT_HAS(report.sentence, "for itself");
}

void upgrade() {
    w32::SrwLock lock;
    const auto read_and_write = [&] {
        ::AcquireSRWLockShared(lock.get());
        ::AcquireSRWLockExclusive(lock.get());
        ::ReleaseSRWLockExclusive(lock.get());
        ::ReleaseSRWLockShared(lock.get());
    };
    w32::Thread first("first", read_and_write);
    first.join();
}

TEST(Deadlock, KnowsWhoHasALockShared) {
    const Report report = EXPLORE_EXPECT_FAILURE(upgrade, Outcome::deadlock);
    EXPECT_HAS(report.sentence, "first has SRW lock 1 since ");
}

// ---- signals -----------------------------------------------------------------------------------

void nobody_sets() {
    const w32::Event event(w32::Reset::automatic);
    w32::Thread first("first", [&] { ::WaitForSingleObject(event.get(), INFINITE); });
    first.join();
}

TEST(Signal, ThatNobodyGives) {
    const Report report = EXPLORE_EXPECT_FAILURE(nobody_sets, Outcome::never_signaled);
    EXPECT_HAS(report.sentence, "first waits at report_test.cpp:");
    EXPECT_HAS(report.sentence, " for event 1, and nobody signals it any more");
    EXPECT_HAS(report.sentence, "main waits at ");
}

void two_become_one() {
    const w32::Event event(w32::Reset::automatic);
    w32::Thread first("first", [&] {
        ::WaitForSingleObject(event.get(), INFINITE);
        ::WaitForSingleObject(event.get(), INFINITE);
    });
    ::SetEvent(event.get());
    ::SetEvent(event.get());
    first.join();
}

TEST(Signal, ThatWasSetAlready) {
    const Report report = EXPLORE_EXPECT_FAILURE(two_become_one, Outcome::lost_wake_up);
    EXPECT_HAS(report.sentence, "its signal is lost: main gave it at report_test.cpp:");
    EXPECT_HAS(report.sentence, "(SetEvent) when it was set already");
}

void taken_back() {
    const w32::Event event(w32::Reset::manual);
    w32::Thread first("first", [&] { ::WaitForSingleObject(event.get(), INFINITE); });
    ::SetEvent(event.get());
    ::ResetEvent(event.get());
    first.join();
}

TEST(Signal, ThatWasTakenBack) {
    const Report report = EXPLORE_EXPECT_FAILURE(taken_back, Outcome::lost_wake_up);
    EXPECT_HAS(report.sentence, "main took it back at report_test.cpp:");
}

void one_for_two() {
    const w32::Event event(w32::Reset::automatic);
    const auto wait = [&] { ::WaitForSingleObject(event.get(), INFINITE); };
    w32::Thread first("first", wait);
    w32::Thread second("second", wait);
    ::SetEvent(event.get());
    first.join();
    second.join();
}

TEST(Signal, ThatAnotherThreadTook) {
    const Report report = EXPLORE_EXPECT_FAILURE(one_for_two, Outcome::never_signaled);
    EXPECT_HAS(report.sentence, " took its last signal at report_test.cpp:");
}

// ---- waits -------------------------------------------------------------------------------------

void owner_dies() {
    const w32::Event event(w32::Reset::automatic);
    const w32::Mutex mutex;
    w32::Thread first("first", [&] { ::WaitForSingleObject(mutex.get(), INFINITE); });
    first.join();
    const HANDLE both[] = {event.get(), mutex.get()};
    EXPECT_EQ(::WaitForMultipleObjects(2, both, FALSE, INFINITE), 0u);
    ::ReleaseMutex(mutex.get());
}

TEST(Wait, ShowsTheObjectThatEndedItAndThatItsOwnerIsGone) {
    const Report report =
        EXPLORE_EXPECT_FAILURE(owner_dies, Outcome::assertion, .allow_abandoned = true);
    bool ends = false, waits = false;
    for (const TraceStep& step : report.trace) {
        waits = waits || (step.what == "WaitForMultipleObjects" &&
                          step.note == "index 1, mutex 1, abandoned");
        if (step.note != "abandoned") continue;
        ends = true;
        EXPECT_EQ(step.what, "ends with");
        EXPECT_EQ(step.object, "mutex 1");
        EXPECT_EQ(step.file, "");
    }
    EXPECT_TRUE(ends);
    EXPECT_TRUE(waits);
}

// ---- going round -------------------------------------------------------------------------------

std::atomic<int> flag;
std::atomic<int> rounds;

void spins() {
    w32::Thread first("first", [] {
        while (flag.load() == 0) {
        }
    });
    first.join();
}

TEST(Livelock, OfAThreadThatWaitsForAChange) {
    const Report report = EXPLORE_EXPECT_FAILURE(spins, Outcome::livelock);
    EXPECT_HAS(report.sentence, "first goes round at report_test.cpp:");
    EXPECT_HAS(report.sentence, "'flag'");
}

void both_busy() {
    const auto busy = [] {
        while (flag.load() == 0) rounds.fetch_add(1);
    };
    w32::Thread first("first", busy);
    w32::Thread second("second", busy);
    first.join();
    second.join();
}

TEST(Livelock, OfThreadsThatKeepEachOtherBusy) {
    const Report report = EXPLORE_EXPECT_FAILURE(both_busy, Outcome::livelock, .depth = 400);
    EXPECT_HAS(report.sentence, "after 400 steps");
    EXPECT_HAS(report.sentence, "goes round at report_test.cpp:");
    const std::string text = report.text();
    EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 65);
}

void one_goes_round() {
    w32::Thread first("first", [] {
        while (flag.load() == 0) rounds.fetch_add(1);
    });
    w32::Thread second("second", [] { flag = 1; });
    first.join();
    second.join();
}

TEST(Livelock, SaysWhoCouldHaveGoneOn) {
    const Report report = EXPLORE_EXPECT_FAILURE(one_goes_round, Outcome::livelock, .depth = 400);
    EXPECT_HAS(report.sentence, "; main waits for first to end");
    EXPECT_HAS(report.sentence, "; second could go on, and was not given a turn");
    EXPECT_HAS(report.lanes(), "and so on, 400 steps in all");
}

bool has_step(const Report& report, const std::string& what) {
    return std::any_of(report.trace.begin(), report.trace.end(),
                       [&](const TraceStep& step) { return step.what == what; });
}

void gives_way() {
    while (flag.load() == 0) ::SwitchToThread();
}

TEST(Livelock, OfAThreadThatGivesWayIsShownWithThatCall) {
    const Report report = EXPLORE_EXPECT_FAILURE(gives_way, Outcome::livelock);
    EXPECT_TRUE(has_step(report, "SwitchToThread"));
    EXPECT_FALSE(has_step(report, "Sleep"));
}

void pause_until(const Shared<int>& turn) {
    while (turn == 0) ::YieldProcessor();
}

void pauses() {
    const Shared<int> turn = 0;
    pause_until(turn);
}

TEST(Livelock, OfAThreadThatPausesIsAtItsLoop) {
    const Report report = EXPLORE_EXPECT_FAILURE(pauses, Outcome::livelock);
    ASSERT_NE(line_with(report, "YieldProcessor"), 0);
    EXPECT_HAS(report.sentence,
               "report_test.cpp:" + std::to_string(line_with(report, "YieldProcessor")));
}

}  // namespace
