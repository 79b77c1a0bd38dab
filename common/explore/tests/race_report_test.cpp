// race_report_test.cpp - what a data race tells: both accesses, the variable, and what comes of it.
#include "common/explore/report/identifiers.hpp"
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/explore/tests/report_checks.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <array>

namespace {

using explore::only_common_name;
using explore::Outcome;
using explore::Report;
using explore::TraceStep;

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
    EXPECT_HAS(report.sentence,
               "first writes the variable 'shared_counter' at race_report_test.cpp:" +
                   std::to_string(line_with(report, "shared_counter = 1")));
    EXPECT_HAS(report.sentence, "second writes it at race_report_test.cpp:" +
                                    std::to_string(line_with(report, "shared_counter = 2")));
    EXPECT_HAS(report.sentence, "nothing orders the two: no lock, no wait, no release");
    EXPECT_FALSE(has(report.sentence, "relaxed"));
    EXPECT_TRUE(report.trace.back().fatal);
    EXPECT_EQ(report.trace.back().what, "writes");
    EXPECT_EQ(report.trace.back().object, "shared_counter");
    EXPECT_EQ(report.trace.back().note, "") << "the write that races was not made any more";
}

std::atomic<bool> ready;
Shared<int> setting = 0;

void flag_orders_nothing() {
    w32::Thread first("first", [] {
        setting = 1;
        ready.store(true, std::memory_order_relaxed);
        const int again = setting;
        (void)again;
    });
    w32::Thread second("second", [] {
        const bool there = ready.load(std::memory_order_relaxed);
        const int got = there ? setting : 0;
        (void)got;
    });
    first.join();
    second.join();
}

TEST(DataRace, NamesTheAccessThatRacesAndNoLaterOne) {
    const Report report = EXPLORE_EXPECT_FAILURE(flag_orders_nothing, Outcome::data_race);
    EXPECT_HAS(report.sentence, "first writes the variable 'setting' at race_report_test.cpp:" +
                                    std::to_string(line_with(report, "setting = 1")) + " and ");
    EXPECT_HAS(report.sentence, "second reads it at race_report_test.cpp:" +
                                    std::to_string(line_with(report, "there ? setting")));
    EXPECT_HAS(report.sentence, "a relaxed or volatile access orders nothing");
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
    EXPECT_HAS(report.sentence, "byte 8 of the block that main allocated at race_report_test.cpp:");
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
    EXPECT_HAS(report.sentence, "after main has freed it at race_report_test.cpp:");
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
