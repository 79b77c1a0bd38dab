// report_test.cpp - what a finding tells: its sentence, its lanes, its JSON.
#include "common/explore/report/identifiers.hpp"
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <sstream>

namespace {

using explore::only_common_name;
using explore::Options;
using explore::Outcome;
using explore::Report;
using explore::TraceStep;

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

#define EXPECT_HAS(text, part) EXPECT_PRED2(has, (text), (part))

int line_with(const Report& report, const char* source) {
    for (const TraceStep& step : report.trace)
        if (has(step.source, source)) return step.line;
    return 0;
}

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

// ---- data races --------------------------------------------------------------------------------

Shared<int> shared_counter = 0;

void global_race() {
    w32::Thread first("first", [] { shared_counter = 1; });
    w32::Thread second("second", [] { shared_counter = 2; });
    first.join();
    second.join();
}

TEST(DataRace, NamesBothPlacesAndTheVariable) {
    const Report report = EXPLORE_EXPECT_FAILURE(global_race, Outcome::data_race);
    EXPECT_EQ(report.outcome, Outcome::data_race) << "it leads to nothing else";
    EXPECT_HAS(report.sentence, "first writes the variable 'shared_counter' at report_test.cpp:" +
                                    std::to_string(line_with(report, "shared_counter = 1")));
    EXPECT_HAS(report.sentence, "second writes it at report_test.cpp:" +
                                    std::to_string(line_with(report, "shared_counter = 2")));
    EXPECT_HAS(report.sentence, "nothing orders the two");
    EXPECT_TRUE(report.trace.back().fatal);
    EXPECT_EQ(report.trace.back().what, "writes");
    EXPECT_EQ(report.trace.back().object, "shared_counter");
}

void heap_race() {
    const auto pair = std::make_unique<std::array<Shared<int>, 4>>();
    w32::Thread first("first", [&] { (*pair)[2] = 1; });
    w32::Thread second("second", [&] { (*pair)[2] = 2; });
    first.join();
    second.join();
}

TEST(DataRace, SaysWhoAllocatedTheMemory) {
    const Report report = EXPLORE_EXPECT_FAILURE(heap_race, Outcome::data_race);
    EXPECT_HAS(report.sentence, "byte 8 of the block that main allocated at report_test.cpp:");
}

void local_race() {
    Shared<int> value = 0;
    w32::Thread first("first", [&] { value = 1; });
    w32::Thread second("second", [&] { value = 2; });
    first.join();
    second.join();
}

TEST(DataRace, SaysWhoseLocalVariable) {
    const Report report = EXPLORE_EXPECT_FAILURE(local_race, Outcome::data_race);
    EXPECT_HAS(report.sentence, "a local variable of main");
    EXPECT_HAS(report.sentence, "; both lines name 'value'");
}

TEST(DataRace, NamesWhatBothLinesNameAndNothingElse) {
    EXPECT_EQ(only_common_name("++count;", "return count + 1;"), "count");
    EXPECT_EQ(only_common_name("state->count += 1;", "int now = state->count;"), "") << "two";
    EXPECT_EQ(only_common_name("add(left);", "add(right);"), "") << "a function";
    EXPECT_EQ(only_common_name("std::swap(a, x);", "std :: move(x);"), "x");
    EXPECT_EQ(only_common_name("print(\"sum\", a);  // sum", "sum = 1;"), "");
    EXPECT_EQ(only_common_name("a = '\\'' + b;", "b = 'a';"), "b");
    EXPECT_EQ(only_common_name("a = \"x", "x = a1;"), "") << "an open quote";
    EXPECT_EQ(only_common_name("return flag;", "return 1 + flag2;"), "");
}

void used_after_free() {
    const auto value = std::make_unique<Shared<int>>(1);
    Shared<int>* const left = value.get();
    const w32::Event gone(w32::Reset::manual);
    w32::Thread first("first", [&] {
        ::WaitForSingleObject(gone.get(), INFINITE);
        ++*left;
    });
    const_cast<std::unique_ptr<Shared<int>>&>(value).reset();
    ::SetEvent(gone.get());
    first.join();
}

TEST(DataRace, SaysWhoFreedTheMemory) {
    const Report report = EXPLORE_EXPECT_FAILURE(used_after_free, Outcome::use_after_free);
    EXPECT_HAS(report.sentence, "first reads a variable (byte 0 of the block");
    EXPECT_HAS(report.sentence, "after main has freed it at report_test.cpp:");
}

void lost_update() {
    shared_counter = 0;
    const auto add = [] { ++shared_counter; };
    w32::Thread first("first", add);
    w32::Thread second("second", add);
    first.join();
    second.join();
    EXPECT_EQ(shared_counter, 2);
}

TEST(DataRace, ShowsWhatItLeadsTo) {
    const Report report = EXPLORE_EXPECT_FAILURE(lost_update, Outcome::assertion);
    EXPECT_HAS(report.cause, "the variable 'shared_counter'");
    EXPECT_EQ(report.cause_outcome, Outcome::data_race);
    EXPECT_HAS(report.text(), "What made it possible: ");
    EXPECT_EQ(std::count_if(report.trace.begin(), report.trace.end(),
                            [](const TraceStep& step) {
                                return step.what == "writes" && step.note == "1" &&
                                       step.object == "shared_counter";
                            }),
              2)
        << "both threads write 1";
}

TEST(DataRace, IsAllThereIsIfNobodyAsksForMore) {
    const Report report =
        EXPLORE_EXPECT_FAILURE(lost_update, Outcome::data_race, .consequences = false);
    EXPECT_EQ(report.outcome, Outcome::data_race);
    EXPECT_EQ(report.cause, "");
}

struct Node {
    int value = 0;
    Node* next = nullptr;
};

void lost_node() {
    Shared<Node*> head = nullptr;
    Node nodes[2];
    const auto push = [&](Node& node) {
        node.next = head;
        head = &node;
    };
    w32::Thread first("first", [&] { push(nodes[0]); });
    w32::Thread second("second", [&] { push(nodes[1]); });
    first.join();
    second.join();
    int count = 0;
    for (const Node* node = head; node != nullptr; node = node->next) ++count;
    if (count != 2) ADD_FAILURE() << "[lost-node] one of two nodes is not in the list";
}

TEST(DataRace, GivesWayToTheDiagnosisOfItsConsequence) {
    const Report report = EXPLORE_EXPECT_FAILURE(lost_node, Outcome::assertion);
    EXPECT_EQ(report.diagnosis, "lost-node");
    EXPECT_HAS(report.cause, "a local variable of main");
}

}  // namespace
