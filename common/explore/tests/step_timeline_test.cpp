// step_timeline_test.cpp - a failing schedule as a timeline and as JSON.
#include "common/explore/testing/step_timeline.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/explore/testing/report_file.hpp"
#include "common/explore/tests/report_checks.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <tuple>

namespace {

using explore::Outcome;
using explore::Report;
using explore::TraceStep;
using timeline::Document;
using timeline::Kind;
using timeline::Lane;
using timeline::Slice;

const Lane* lane_of(const Document& document, const std::string& name) {
    for (const Lane& lane : document.lanes)
        if (lane.name == name) return &lane;
    return nullptr;
}

const Slice* slice_of(const Lane* lane, const std::string& name) {
    if (lane == nullptr) return nullptr;
    const auto found = std::find_if(lane->slices.begin(), lane->slices.end(),
                                    [&](const Slice& slice) { return slice.name == name; });
    return found == lane->slices.end() ? nullptr : &*found;
}

int last_step(const Report& report) {
    int last = 0;
    for (const TraceStep& line : report.trace) last = std::max(last, line.step);
    return last;
}

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

TEST(StepTimeline, ShowsACircle) {
    const Report report = EXPLORE_EXPECT_FAILURE(opposite_order, Outcome::deadlock);
    const Document document = explore::step_timeline(report, "a circle");
    EXPECT_EQ(document.clock, "steps");
    const int end = last_step(report) + 1;
    for (const auto& [name, owned, wanted] :
         {std::tuple("first", "critical section 1", "critical section 2"),
          std::tuple("second", "critical section 2", "critical section 1")}) {
        const Slice* hold = slice_of(lane_of(document, name), std::string("holds ") + owned);
        const Slice* wait = slice_of(lane_of(document, name), std::string("waits for ") + wanted);
        ASSERT_TRUE(hold != nullptr && wait != nullptr) << name;
        EXPECT_EQ(hold->end, end);
        EXPECT_EQ(wait->end, end);
        EXPECT_LT(hold->begin, wait->begin);
        EXPECT_TRUE(hold->open);
        EXPECT_TRUE(wait->open);
        EXPECT_HAS(wait->where, "step_timeline_test.cpp:");
    }
    EXPECT_NE(slice_of(lane_of(document, "main"), "waits for first"), nullptr);
}

// A lock of each kind, and a sleep that gives one back for a while; the end is a failed check.
void every_kind_of_lock() {
    w32::SrwLock shared;
    w32::Mutex mutex;
    w32::CriticalSection section;
    { const w32::SharedGuard hold(shared); }
    {
        const w32::Guard hold(mutex);
        for (int i = 0; i < 2; ++i) ::EnterCriticalSection(section.get());
        for (int i = 0; i < 2; ++i) ::LeaveCriticalSection(section.get());
    }
    EXPECT_TRUE(false);
}

TEST(StepTimeline, ShowsEachKindOfLockFromItsStepToTheOneThatGivesItBack) {
    const Report report = EXPLORE_EXPECT_FAILURE(every_kind_of_lock, Outcome::assertion);
    const Document document = explore::step_timeline(report, "locks");
    const Lane* main = lane_of(document, "main");
    ASSERT_NE(main, nullptr);
    for (const char* name : {"holds SRW lock 1", "holds mutex 1", "holds critical section 1"}) {
        const Slice* hold = slice_of(main, name);
        ASSERT_NE(hold, nullptr) << name;
        EXPECT_FALSE(hold->open) << name;
        EXPECT_EQ(hold->kind, Kind::hold);
    }
    // Entered twice, held once: four steps.
    const Slice* section = slice_of(main, "holds critical section 1");
    EXPECT_EQ(section->end - section->begin, 4);
    EXPECT_EQ(std::count_if(main->slices.begin(), main->slices.end(),
                            [](const Slice& slice) { return slice.kind == Kind::hold; }),
              3);
}

void sleeps_for_ever() {
    w32::SrwLock lock;
    w32::ConditionVariable changed;
    w32::Thread sleeper("sleeper", [&] {
        const w32::Guard hold(lock);
        changed.wait(lock);
    });
    sleeper.join();
}

TEST(StepTimeline, DoesNotHoldTheLockWhileItSleeps) {
    const Report report =
        EXPLORE_EXPECT_FAILURE(sleeps_for_ever, Outcome::never_signaled, .spurious_wake_ups = 0);
    const Document document = explore::step_timeline(report, "a sleep");
    const Slice* hold = slice_of(lane_of(document, "sleeper"), "holds SRW lock 1");
    const Slice* wait = slice_of(lane_of(document, "sleeper"), "waits for condition variable 1");
    ASSERT_TRUE(hold != nullptr && wait != nullptr);
    EXPECT_FALSE(hold->open);
    EXPECT_LE(hold->end, wait->begin);
    EXPECT_TRUE(wait->open);
}

void set_and_fail() {
    const w32::Event event(w32::Reset::automatic);
    w32::Thread waiter("waiter", [&] { ::WaitForSingleObject(event.get(), INFINITE); });
    ::SetEvent(event.get());
    waiter.join();
    EXPECT_TRUE(false);
}

TEST(StepTimeline, ShowsWhoSignals) {
    const Report report = EXPLORE_EXPECT_FAILURE(set_and_fail, Outcome::assertion);
    const Document document = explore::step_timeline(report, "a signal");
    const Lane* main = lane_of(document, "main");
    ASSERT_NE(main, nullptr);
    ASSERT_EQ(main->signals.size(), 1u);
    EXPECT_EQ(main->signals[0].name, "SetEvent");
    EXPECT_EQ(main->signals[0].object, "event 1");
}

TEST(ReportFile, IsOneObjectWithTheTestAndItsReplay) {
    Report report;
    report.outcome = Outcome::deadlock;
    report.diagnosis = "deadlock";
    report.schedule = "7f3c-A3BA2B";
    TraceStep& line = report.trace.emplace_back();
    line.file = "a\\b.hpp";
    line.source = "say(\"\t\xE4\xFF\");";
    const std::string json = explore::report_json(report, "Suite.\"Test\"");
    EXPECT_EQ(
        json.rfind("{\"test\":\"Suite.\\\"Test\\\"\",\"replay\":\"7f3c-A3BA2B\",\"outcome\":", 0),
        0u)
        << json;
    EXPECT_HAS(json, "\"file\":\"a\\\\b.hpp\"");
    // A learner's file may be in any code page.
    EXPECT_HAS(json, "\"source\":\"say(\\\"\\t\xEF\xBF\xBD\xEF\xBF\xBD\\\");\"");
}

}  // namespace
