// turns_test.cpp - schedules of letters: who gets which step, and which letters break a program.
#include "common/explore/shared.hpp"
#include "common/explore/testing/checks.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

namespace {

using explore::explore;
using explore::Outcome;
using explore::Report;
using explore::Search;

Shared<int> counter = 0;

void lost_update() {
    counter = 0;
    const auto add = [] { ++counter; };
    w32::Thread first("first", add);
    w32::Thread second("second", add);
    first.join();
    second.join();
    if (counter != 2) explore::check_failed("[lost-update] one is missing", __FILE__, __LINE__);
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

void same_order() {
    w32::CriticalSection lock;
    const auto enter = [&] { const w32::Guard hold(lock); };
    w32::Thread first("first", enter);
    w32::Thread second("second", enter);
    first.join();
    second.join();
}

Report follow(void (*body)(), const char* letters) {
    explore::Options options;
    options.search = Search::letters;
    options.letters = letters;
    return explore(body, options);
}

Report shortest(void (*body)(), int most) {
    explore::Options options;
    options.search = Search::shortest;
    options.most_letters = most;
    return explore(body, options);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

#define EXPECT_HAS(text, part) EXPECT_PRED2(has, (text), (part))

// Each thread acquires, releases, ends; main waits for one and for the other.
TEST(Turns, WithoutLettersNobodyIsInterrupted) {
    const Report report = follow(same_order, "");
    EXPECT_TRUE(report.ok());
    EXPECT_EQ(report.letters, "aaambbbmm");
    EXPECT_EQ(report.letters_of_threads.substr(0, 3), "MAB");
    EXPECT_EQ(report.unused, "");
}

TEST(Turns, GiveEachLetterAStepOfItsThread) {
    EXPECT_EQ(follow(same_order, "BBA").letters, "BBAaambmm");
    EXPECT_EQ(follow(same_order, "BBBAAAMM").letters, "BBBAAAMMm");
}

TEST(Turns, OfAThreadThatCannotGoOnWaitForTheOthers) {
    EXPECT_EQ(follow(same_order, "AB").letters, "AaBbbammm");  // A has the lock
    EXPECT_EQ(follow(same_order, "M").letters, "aaaMbbbmm");
}

TEST(Turns, AreShownWithTheirLetters) {
    const Report report = follow(same_order, "BBA");
    EXPECT_HAS(report.lanes(), "A first");
    EXPECT_HAS(report.lanes(), "B second");
    EXPECT_HAS(report.lanes(), "\n   B ");
    EXPECT_HAS(report.lanes(), "\n   a ");
    EXPECT_FALSE(has(report.lanes(), "\xE2\x9C\x97"));  // no end is marked where nothing failed
}

TEST(Turns, LeadToADeadlock) {
    const Report report = follow(opposite_order, "AB");
    EXPECT_EQ(report.outcome, Outcome::deadlock);
    EXPECT_HAS(report.sentence, "first");
    EXPECT_EQ(follow(opposite_order, "AA").outcome, Outcome::passed);
}

TEST(Turns, HaveAStepForEachAccessThatRaces) {
    EXPECT_EQ(follow(lost_update, "").letters, "aaambbbm");  // reads, writes, ends
    EXPECT_TRUE(follow(lost_update, "AABB").ok());
    const Report report = follow(lost_update, "ABBA");
    EXPECT_EQ(report.outcome, Outcome::assertion);
    EXPECT_EQ(report.diagnosis, "lost-update");
    EXPECT_EQ(report.letters, "ABBAambm");
    EXPECT_HAS(report.lanes(), "writes");
}

TEST(Turns, ThatAreLeftOverAreExplained) {
    EXPECT_EQ(follow(same_order, "AC").unused,
              "Letter 2, C, found no step: there is no thread C; there are 3, M included.");
    EXPECT_EQ(follow(same_order, "AAAAB").unused,
              "Letter 4, A, and what comes after it found no step: first had ended by then.");
    EXPECT_EQ(follow(opposite_order, "ABA").unused,
              "Letter 3, A, found no step: first waits, and nobody is left who could end that.");
}

void fails_in_the_first_thread() {
    std::atomic<int> steps = 0;
    w32::Thread first("first", [&] {
        ++steps;
        explore::check_failed("[at-once] it failed", __FILE__, __LINE__);
        ++steps;
    });
    first.join();
}

TEST(Turns, EndWithTheRun) {
    const Report report = follow(fails_in_the_first_thread, "AAAA");
    EXPECT_EQ(report.diagnosis, "at-once");
    EXPECT_EQ(report.unused,
              "Letter 2, A, and what comes after it found no step: the run was over by then.");
}

// The thread that is created first is A, whoever creates it and whatever its number is.
void nested() {
    std::atomic<int> steps = 0;
    w32::Thread outer("outer", [&] {
        ++steps;
        w32::Thread("inner", [&] { ++steps; }).join();
    });
    w32::Thread last("last", [&] { ++steps; });
    outer.join();
    last.join();
}

TEST(Turns, AreOfThreadsInTheOrderOfTheirCreation) {
    const Report report = follow(nested, "C");  // C is created by A's first step
    EXPECT_HAS(report.lanes(), "A outer");
    EXPECT_HAS(report.lanes(), "B last");
    EXPECT_HAS(report.lanes(), "C inner");
    EXPECT_EQ(report.letters.substr(0, 2), "aC");
}

void waits_with_a_limit() {
    w32::Event event(w32::Reset::automatic);
    w32::Thread thread("waits", [&] {
        if (::WaitForSingleObject(event.get(), 10) != WAIT_OBJECT_0)
            explore::check_failed("[early] it did not wait", __FILE__, __LINE__);
    });
    ::SetEvent(event.get());
    thread.join();
}

void sleeps() {
    w32::SrwLock lock;
    w32::ConditionVariable changed;
    bool ready = false;
    w32::Thread thread("sleeps", [&] {
        const w32::Guard hold(lock);
        if (!ready) changed.wait(lock);
        if (!ready) explore::check_failed("[for-nothing] it was not woken", __FILE__, __LINE__);
    });
    {
        const w32::Guard hold(lock);
        ready = true;
    }
    changed.notify_one();
    thread.join();
}

TEST(Turns, AreNeverOfWhatNoThreadDoes) {
    EXPECT_EQ(explore(waits_with_a_limit, {}).diagnosis, "early");
    EXPECT_TRUE(follow(waits_with_a_limit, "AAAA").ok());
    EXPECT_EQ(explore(sleeps, {}).diagnosis, "for-nothing");
    EXPECT_TRUE(follow(sleeps, "AAAA").ok());
    EXPECT_FALSE(has(follow(sleeps, "AAAA").letters, "*"));
}

TEST(ShortestTurns, BreakAProgram) {
    const Report report = shortest(opposite_order, 3);
    EXPECT_EQ(report.letters, "AB");
    EXPECT_EQ(report.outcome, Outcome::deadlock);
    EXPECT_EQ(shortest(lost_update, 3).letters, "AB");
    EXPECT_EQ(shortest(lost_update, 1).outcome, Outcome::passed);
}

TEST(ShortestTurns, MayBeNone) {
    const Report none = shortest(same_order, 4);
    EXPECT_TRUE(none.ok());
    EXPECT_EQ(none.letters, "");
    const Report no_letter_is_needed = shortest(fails_in_the_first_thread, 2);
    EXPECT_EQ(no_letter_is_needed.diagnosis, "at-once");
    EXPECT_EQ(no_letter_is_needed.letters, "");
}

}  // namespace
