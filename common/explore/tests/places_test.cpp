// places_test.cpp - what a finding says happened, and where: only what did happen, in its order.
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/explore/tests/report_checks.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <memory>

namespace {

using explore::Outcome;
using explore::Report;
using explore::TraceStep;

std::string place_with(const Report& report, const char* source) {
    const int line = line_with(report, source);
    return line == 0 ? std::string("no line with ") + source
                     : "places_test.cpp:" + std::to_string(line);
}

template <class Predicate>
std::ptrdiff_t rows(const Report& report, Predicate predicate) {
    return std::count_if(report.trace.begin(), report.trace.end(), predicate);
}

// ---- data races: the line of the racing access, not of another one near it

struct Neighbours {
    Shared<int> count = 0;
    Shared<int> other = 0;  // in the same eight bytes
};

void race_beside_another_access() {
    const auto both = std::make_unique<Neighbours>();
    w32::Thread first("first", [&] {
        both->count = 1;
        both->other = 1;
    });
    w32::Thread second("second", [&] { both->count = 2; });
    first.join();
    second.join();
}

TEST(Race, IsPlacedWhereItsOwnBytesAreUsed) {
    const Report report = EXPLORE_EXPECT_FAILURE(race_beside_another_access, Outcome::data_race);
    EXPECT_HAS(report.sentence, " at " + place_with(report, "both->count = 1") + " and ");
}

void race_before_a_harmless_access() {
    Shared<int> count = 0;
    Shared<int> seen = 0;
    w32::Thread first("first", [&] {
        count = 1;
        seen = count;
    });
    w32::Thread second("second", [&] { count = 2; });
    first.join();
    second.join();
}

TEST(Race, IsPlacedAtTheAccessThatItNames) {
    const Report report = EXPLORE_EXPECT_FAILURE(race_before_a_harmless_access, Outcome::data_race);
    EXPECT_HAS(report.sentence, "first writes ");
    EXPECT_HAS(report.sentence, " at " + place_with(report, "count = 1") + " and ");
}

// ---- locks that are entered twice

void nested_and_left() {
    w32::CriticalSection a, b;
    w32::Thread first("first", [&] {
        const w32::Guard outermost(a);
        ::EnterCriticalSection(a.get());  // nested
        ::LeaveCriticalSection(a.get());
        const w32::Guard hold_b(b);
    });
    w32::Thread second("second", [&] {
        const w32::Guard hold_b(b);
        const w32::Guard hold_a(a);
    });
    first.join();
    second.join();
}

TEST(Lock, IsHeldSinceItsOutermostAcquisition) {
    const Report report = EXPLORE_EXPECT_FAILURE(nested_and_left, Outcome::deadlock);
    EXPECT_HAS(report.sentence,
               "first has critical section 1 since " + place_with(report, "outermost(a)"));
}

void deleted_while_entered() {
    CRITICAL_SECTION section;
    ::InitializeCriticalSection(&section);
    w32::Event inside(w32::Reset::manual);
    w32::Thread first("first", [&] {
        ::EnterCriticalSection(&section);
        inside.set();
        ::LeaveCriticalSection(&section);
    });
    ::WaitForSingleObject(inside.get(), INFINITE);
    ::DeleteCriticalSection(&section);
    first.join();
}

TEST(Lock, ThatIsDeletedTooEarlySaysSinceWhenSomebodyIsInIt) {
    const Report report = EXPLORE_EXPECT_FAILURE(deleted_while_entered, Outcome::bad_lock);
    EXPECT_HAS(report.sentence, "while first is in it, since " +
                                    place_with(report, "::EnterCriticalSection(&section)"));
}

// ---- WaitOnAddress

LONG volatile gate = 0;

void nobody_wakes() {
    LONG shut = 0;
    ::WaitOnAddress(&gate, &shut, sizeof gate, INFINITE);
}

TEST(AddressWait, NamesTheVariable) {
    const Report report = EXPLORE_EXPECT_FAILURE(nobody_wakes, Outcome::never_signaled);
    EXPECT_HAS(report.sentence, " for a wake-up of the variable 'gate', and nobody");
    EXPECT_FALSE(has(report.text(), "condition variable")) << report.text();
    EXPECT_EQ(rows(report,
                   [](const TraceStep& step) {
                       return step.what == "WaitOnAddress" && step.object == "gate" &&
                              step.note == "it is 0, as given: sleeps";
                   }),
              1)
        << report.text();
}

void nobody_wakes_a_local() {
    LONG volatile local = 0;
    LONG shut = 0;
    ::WaitOnAddress(&local, &shut, sizeof local, INFINITE);
}

TEST(AddressWait, SaysWhoseVariableItIs) {
    const Report report = EXPLORE_EXPECT_FAILURE(nobody_wakes_a_local, Outcome::never_signaled);
    EXPECT_HAS(report.sentence, " for a wake-up of a local variable of main, and nobody");
}

// ---- condition variables

struct Waiters {
    w32::CriticalSection lock;
    w32::ConditionVariable changed;
    bool wanted = false;

    void wait_for(const bool& condition) {
        const w32::Guard hold(lock);
        while (!condition) changed.wait(lock);
    }
};

// It wakes only one, and maybe the one that it has nothing for.
void wrong_one_wakes() {
    Waiters waiters;
    bool never = false;
    w32::Thread other("other", [&] { waiters.wait_for(never); });
    w32::Thread right("right", [&] { waiters.wait_for(waiters.wanted); });
    {
        const w32::Guard hold(waiters.lock);
        waiters.wanted = true;
    }
    waiters.changed.notify_one();
    right.join();
    {
        const w32::Guard hold(waiters.lock);
        never = true;
    }
    waiters.changed.notify_all();
    other.join();
}

TEST(ConditionVariable, SaysWhoTookTheLastWakeUpForNothing) {
    const Report report =
        EXPLORE_EXPECT_FAILURE(wrong_one_wakes, Outcome::never_signaled, .spurious_wake_ups = 0);
    EXPECT_HAS(report.sentence, "(its last wake-up went to other, who slept again)");
    EXPECT_EQ(report.sentence.find("last wake-up"), report.sentence.rfind("last wake-up"))
        << "once is enough: " << report.sentence;
}

bool tells_of_a_spurious_wake_up(const TraceStep& step) {
    return has(step.what + step.object + step.note, "for nothing");
}

void nobody_wakes_the_sleeper() {
    Waiters waiters;
    w32::Thread sleeper("sleeper", [&] { waiters.wait_for(waiters.wanted); });
    sleeper.join();
}

TEST(SpuriousWakeUp, IsShownOnlyWhereItHappens) {
    const Report report = EXPLORE_EXPECT_FAILURE(nobody_wakes_the_sleeper, Outcome::never_signaled);
    EXPECT_EQ(rows(report, tells_of_a_spurious_wake_up), 0) << report.text();
    EXPECT_FALSE(has(report.lanes(), "spurious")) << report.text();
}

void if_instead_of_while() {
    Waiters waiters;
    w32::Thread sleeper("sleeper", [&] {
        const w32::Guard hold(waiters.lock);
        if (!waiters.wanted) waiters.changed.wait(waiters.lock);
        EXPECT_TRUE(waiters.wanted);
    });
    {
        const w32::Guard hold(waiters.lock);
        waiters.wanted = true;
    }
    waiters.changed.notify_one();
    sleeper.join();
}

TEST(SpuriousWakeUp, IsShownOnce) {
    const Report report = EXPLORE_EXPECT_FAILURE(if_instead_of_while, Outcome::assertion);
    EXPECT_EQ(rows(report, tells_of_a_spurious_wake_up), 1) << report.text();
    EXPECT_FALSE(has(report.lanes(), "a spurious wake-up of")) << report.text();
}

// ---- waits that a signal came too early for

void set_and_taken_back() {
    const w32::Event event(w32::Reset::manual);
    w32::Thread first("first", [&] { ::WaitForSingleObject(event.get(), INFINITE); });
    ::SetEvent(event.get());
    ::ResetEvent(event.get());
    first.join();
}

TEST(Wait, ThatHasNotBegunIsShownAfterTheSignalThatItMissed) {
    const Report report = EXPLORE_EXPECT_FAILURE(set_and_taken_back, Outcome::lost_wake_up);
    const auto of_first = [](const TraceStep& step) { return step.fatal && step.thread == 1; };
    const auto wait = std::find_if(report.trace.begin(), report.trace.end(), of_first);
    ASSERT_NE(wait, report.trace.end()) << report.text();
    EXPECT_EQ(std::count_if(report.trace.begin(), wait,
                            [](const TraceStep& step) { return step.what == "ResetEvent"; }),
              1)
        << report.text();
    EXPECT_EQ(rows(report, [](const TraceStep& step) { return step.thread == 1; }), 1)
        << report.text();
}

// ---- what a call is about

void pulse_and_wait() {
    const w32::Event event(w32::Reset::manual);
    const w32::Event other(w32::Reset::manual);
    const HANDLE both[] = {event.get(), other.get()};
    ::PulseEvent(event.get());
    ::WaitForMultipleObjects(2, both, FALSE, INFINITE);
}

TEST(Row, CountsTheObjectsThatTheCallNames) {
    const Report pulse = EXPLORE_EXPECT_FAILURE(pulse_and_wait, Outcome::lost_wake_up);
    EXPECT_EQ(rows(pulse, [](const TraceStep& step) { return step.object == "event 1"; }), 1)
        << pulse.text();
    EXPECT_GE(rows(pulse,
                   [](const TraceStep& step) {
                       return has(step.what, "WaitForMultipleObjects") &&
                              has(step.object, "event 1 and 1 more");
                   }),
              1)
        << pulse.text();
    const Report sleep = EXPLORE_EXPECT_FAILURE(wrong_one_wakes, Outcome::never_signaled);
    EXPECT_EQ(rows(sleep, [](const TraceStep& step) { return has(step.object, " more"); }), 0)
        << sleep.text();
}

// ---- what nobody's code does has no place

void an_apc_and_then_nobody() {
    w32::Thread sleeper("sleeper", [] { ::SleepEx(INFINITE, TRUE); });
    ::QueueUserAPC([](ULONG_PTR) {}, sleeper.get(), 0);
    sleeper.join();
    w32::Event(w32::Reset::manual).wait();
}

TEST(Row, OfWhatComesBeforeTheThreadFunctionHasNoPlace) {
    const Report report = EXPLORE_EXPECT_FAILURE(an_apc_and_then_nobody, Outcome::never_signaled);
    const auto begins = [](const TraceStep& step) { return has(step.what, "starts"); };
    EXPECT_EQ(rows(report, begins), 1) << report.text();
    for (const TraceStep& step : report.trace)
        if (begins(step)) EXPECT_EQ(step.file, "");
    EXPECT_FALSE(has(report.text(), ".dll")) << report.text();
}

}  // namespace
