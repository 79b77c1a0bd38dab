// subject_main.cpp - a test program of which every test goes wrong in its own way; others run it,
// one test at a time, and look at what it says.
#include "common/testing/judge.hpp"
#include "common/testing/watchdog.hpp"
#include "common/timeline/timeline.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

namespace {

TEST(Subject, Passes) {}
TEST(Subject, IsSkipped) { GTEST_SKIP() << "no reason\tat all"; }
TEST(Subject, Fails) { ADD_FAILURE() << "line one\nline two with a \\ in it"; }
TEST(Subject, FailsWithBytesThatAreNoText) { ADD_FAILURE() << "a \xC1\xB4 b \x01 c"; }
TEST(Subject, FailsByName) { WB_DIAGNOSE("shared-argument") << "one variable for five"; }
TEST(Subject, FailsByAnotherName) { WB_DIAGNOSE("lost-update") << "9 of 10"; }
TEST(Subject, FailsWithBracketsThatAreNoName) { ADD_FAILURE() << "[Not A Name] nor [this-one]"; }

TEST(Subject, PassesWithASignal) { timeline::signal("SetEvent", "event 'passed'"); }
TEST(Subject, FailsWithASignal) {
    timeline::signal("SetEvent", "event 'failed'");
    ADD_FAILURE();
}
TEST(Subject, HangsInARecordedWait) {
    const timeline::Wait wait("what never comes");
    w32::Event(w32::Reset::manual).wait();
}

TEST(Subject, HangsOnAnEvent) { w32::Event(w32::Reset::manual).wait(); }

TEST(Subject, HangsOnALock) {
    w32::CriticalSection section;
    w32::Event held{w32::Reset::manual};
    const w32::Thread owner("the owner", [&] {
        const w32::Guard hold(section);
        held.set();
        w32::Event(w32::Reset::manual).wait();
    });
    held.wait();
    const w32::Guard hold(section);
}

TEST(Subject, HangsInALoop) {
    volatile bool go_on = true;
    while (go_on) {
    }
}

int deeper(const volatile int* above) {
    volatile int here[256] = {*above};
    return above == nullptr ? 0 : deeper(here) + here[0];
}
TEST(Subject, NeverStopsCalling) {
    volatile int first = 1;
    EXPECT_EQ(deeper(&first), 1);
}

TEST(Subject, EndsItsThread) { ::ExitThread(7); }

TEST(Subject, ReadsThroughNull) {
    int* volatile nowhere = nullptr;
    *nowhere = 1;
}

TEST(Subject, ReadsThroughNullWithANote) {
    workbook::note_for_a_crash("Was that a handle?");
    int* volatile nowhere = nullptr;
    *nowhere = 1;
}

TEST(Subject, ReadsThroughNullAfterANote) {
    workbook::note_for_a_crash("Was that a handle?");
    workbook::note_for_a_crash(nullptr);
    int* volatile nowhere = nullptr;
    *nowhere = 1;
}

TEST(Subject, ReadsThroughNullOnAThread) {
    w32::Thread([] {
        int* volatile nowhere = nullptr;
        *nowhere = 1;
    }).join();
}

TEST(Subject, Aborts) { std::abort(); }

TEST(Subject, ThrowsOnAThread) {
    w32::Thread([] { throw std::runtime_error("nobody catches this"); }).join();
}

}  // namespace
