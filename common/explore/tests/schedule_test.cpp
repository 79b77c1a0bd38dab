// schedule_test.cpp - schedules as strings: written, shortened, read, replayed; and the report as
// text and as JSON.
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <gtest/gtest-spi.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <sstream>

namespace {

using explore::explore;
using explore::Options;
using explore::Outcome;
using explore::Report;
using explore::Search;
using explore::TraceStep;

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

#define EXPECT_HAS(text, part) EXPECT_PRED2(has, (text), (part))

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

std::atomic<int> turns;

// The last of three threads that does this finds that others were in between.
void out_of_order() {
    turns = 0;
    int seen[3] = {};
    const auto step = [&](int i) {
        turns.fetch_add(1);
        turns.fetch_add(1);
        seen[i] = turns.fetch_add(1);
    };
    w32::Thread first("first", [&] { step(0); });
    w32::Thread second("second", [&] { step(1); });
    first.join();
    second.join();
    if (seen[0] == 4) ADD_FAILURE() << "[interleaved] second came between the steps of first";
}

Shared<int> shared_counter = 0;

void lost_update() {
    shared_counter = 0;
    const auto add = [] { ++shared_counter; };
    w32::Thread first("first", add);
    w32::Thread second("second", add);
    first.join();
    second.join();
    if (shared_counter != 2) ADD_FAILURE() << "[lost-update] the counter is " << shared_counter;
}

Report found(void (*body)(), Outcome outcome) { return EXPLORE_EXPECT_FAILURE(body, outcome); }

Report replay(void (*body)(), Outcome outcome, const std::string& schedule, bool real = false) {
    return EXPLORE_EXPECT_FAILURE(body, outcome, .search = Search::replay, .real_threads = real,
                                  .schedule = schedule);
}

int switches(const Report& report) {
    int count = 0;
    const TraceStep* last = nullptr;
    for (const TraceStep& step : report.trace) {
        if (step.step == 0) continue;
        if (last != nullptr && last->thread != step.thread) ++count;
        last = &step;
    }
    return count;
}

// ---- replay ------------------------------------------------------------------------------------

TEST(Schedule, ReplaysADeadlock) {
    const Report first = found(opposite_order, Outcome::deadlock);
    const Report again = replay(opposite_order, Outcome::deadlock, first.schedule);
    EXPECT_EQ(again.executions, 1u);
    EXPECT_EQ(again.sentence, first.sentence);
    EXPECT_EQ(again.text(), first.text());
}

TEST(Schedule, ReplaysAnAssertionWithItsDiagnosis) {
    const Report first = found(out_of_order, Outcome::assertion);
    EXPECT_EQ(replay(out_of_order, Outcome::assertion, first.schedule).diagnosis, "interleaved");
}

TEST(Schedule, ReplaysTheConsequenceOfARace) {
    const Report first = found(lost_update, Outcome::assertion);
    EXPECT_HAS(first.schedule, "+");
    const Report again = replay(lost_update, Outcome::assertion, first.schedule);
    EXPECT_EQ(again.outcome, Outcome::assertion);
    EXPECT_EQ(again.diagnosis, "lost-update");
    EXPECT_EQ(again.trace.size(), first.trace.size());
}

TEST(Schedule, ReplaysOnRealThreads) {
    const Report deadlock = found(opposite_order, Outcome::deadlock);
    EXPECT_EQ(replay(opposite_order, Outcome::deadlock, deadlock.schedule, true).sentence,
              deadlock.sentence);
    const Report race = found(lost_update, Outcome::assertion);
    EXPECT_EQ(replay(lost_update, Outcome::assertion, race.schedule, true).sentence, race.sentence);
    const Report order = found(out_of_order, Outcome::assertion);
    EXPECT_EQ(replay(out_of_order, Outcome::assertion, order.schedule, true).sentence,
              order.sentence);
}

void says_its_name() {
    w32::Thread first("the name of a thread", [] {
        PWSTR text = nullptr;
        if (FAILED(w32::get_thread_description(::GetCurrentThread(), &text))) return;
        std::string name;
        for (const wchar_t* c = text; *c != 0; ++c) name += static_cast<char>(*c);
        ::LocalFree(text);
        explore::outcome(name);
    });
    first.join();
}

TEST(Schedule, NamesTheRealThreads) {
    const std::string mark = found(opposite_order, Outcome::deadlock).schedule.substr(0, 5);
    Options options;
    options.search = Search::replay;
    options.real_threads = true;
    options.name = "Schedule.NamesTheRealThreads";
    options.schedule = mark + "B";
    const Report report = explore(says_its_name, options);
    ASSERT_TRUE(report.ok()) << report.text();
    EXPECT_EQ(report.outcomes, std::set<std::string>{"B the name of a thread"});
}

// ---- strings that do not fit -------------------------------------------------------------------

std::string refusal(const std::string& schedule) {
    return replay(opposite_order, Outcome::bad_schedule, schedule).sentence;
}

TEST(Schedule, IsRefusedIfItIsNone) {
    const std::string good = found(opposite_order, Outcome::deadlock).schedule;
    const std::string mark = good.substr(0, 4);
    for (const std::string& bad :
         {std::string("x"), std::string("zzzz-AB"), mark, mark + "AB", mark + "+-AB!",
          mark + "+xy-A", mark + "+1a", mark + "+ffffffffffffffffffff-A"})
        EXPECT_HAS(refusal(bad), "cannot be replayed: ") << bad;
    EXPECT_HAS(refusal("x"), "looks like");
    EXPECT_HAS(refusal(mark + "-B?"), "'?' at position 7");
    EXPECT_HAS(refusal(mark + "-B0"), "count of 0");
    EXPECT_HAS(refusal(mark + "-B99999999999999999999"), "more than ");
}

TEST(Schedule, IsRefusedIfItIsOfAnotherTest) {
    const std::string good = found(opposite_order, Outcome::deadlock).schedule;
    const std::string other = (good[0] == '0' ? "1" : "0") + good.substr(1);
    EXPECT_HAS(refusal(other), "another test");
    EXPECT_HAS(refusal(other), good.substr(0, 4));
}

TEST(Schedule, IsRefusedAtAStepThatIsNotPossible) {
    const std::string mark = found(opposite_order, Outcome::deadlock).schedule.substr(0, 5);
    const std::string blocked = refusal(mark + "BA");
    EXPECT_HAS(blocked, "step 2 is one of A (main)");
    EXPECT_HAS(blocked, "possible are only steps of B (first), C (second)");
    EXPECT_HAS(refusal(mark + "BZ"), "step 2 is one of a thread that does not exist");
    EXPECT_HAS(refusal(mark + "BCB"), "nobody has a step left");
}

TEST(Schedule, MayEndEarly) {
    const std::string mark = found(opposite_order, Outcome::deadlock).schedule.substr(0, 5);
    Options options;
    options.search = Search::replay;
    options.name = "Schedule.MayEndEarly";
    options.schedule = mark + "B";
    EXPECT_TRUE(explore(opposite_order, options).ok());
}

// ---- shorter schedules -------------------------------------------------------------------------

TEST(Schedule, HasNoNeedlessSwitches) {
    EXPECT_EQ(switches(found(opposite_order, Outcome::deadlock)), 1) << "B C";
    EXPECT_EQ(switches(found(out_of_order, Outcome::assertion)), 4)
        << "A C B C A: main has a step before it creates the others";
}

TEST(Schedule, IsAsShortWhereverTheSearchCameFrom) {
    const Report all =
        EXPLORE_EXPECT_FAILURE(out_of_order, Outcome::assertion, .search = Search::full);
    EXPECT_EQ(switches(all), 4);
}

// ---- text and JSON -----------------------------------------------------------------------------

std::size_t columns(const std::string& line) {
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

TEST(Text, FitsIntoAHundredColumns) {
    for (const Report& report :
         {found(opposite_order, Outcome::deadlock), found(lost_update, Outcome::assertion)}) {
        std::istringstream lines(report.text());
        std::string line, last;
        bool fatal = false, names = false;
        while (std::getline(lines, line)) {
            EXPECT_LE(columns(line), 100u) << line;
            if (has(line, "✗")) fatal = true;
            if (has(line, "main ") && has(line, "first ") && has(line, "second ")) names = true;
            last = line;
        }
        EXPECT_TRUE(fatal);
        EXPECT_TRUE(names);
        EXPECT_EQ(last, "replay: " + report.schedule);
    }
}

void many_threads() {
    const w32::Event event(w32::Reset::manual);
    std::vector<w32::Thread> threads;
    for (int i = 0; i < 7; ++i)
        threads.emplace_back([&] { ::WaitForSingleObject(event.get(), INFINITE); });
}

TEST(Text, HasRoomForManyThreads) {
    std::istringstream lines(found(many_threads, Outcome::never_signaled).text());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(line), 100u) << line;
}

TEST(Text, NumbersTheSteps) {
    const Report report = found(out_of_order, Outcome::assertion);
    int expected = 1;
    for (const TraceStep& step : report.trace)
        if (step.step != 0 && step.step != expected++) ADD_FAILURE() << step.step;
    EXPECT_EQ(expected, 12);
    EXPECT_EQ(report.threads, (std::vector<std::string>{"main", "first", "second"}));
    const auto& add = *std::find_if(report.trace.begin(), report.trace.end(),
                                    [](const TraceStep& step) { return step.step == 2; });
    EXPECT_EQ(add.object, "turns");
    EXPECT_EQ(add.note, "0 -> 1");
    EXPECT_EQ(add.what, "changes");
    EXPECT_EQ(add.source, "turns.fetch_add(1);");
    EXPECT_HAS(add.file, "/schedule_test.cpp");
}

// A reader of JSON that knows its structure only; empty if the text has none.
class Reader {
public:
    explicit Reader(const std::string& text) : text_(text) {}
    bool whole() { return value() && at_ == text_.size(); }
    std::map<std::string, int> names;

private:
    bool eat(char c) { return at_ < text_.size() && text_[at_] == c && ++at_ != 0; }
    bool value() {
        if (at_ >= text_.size()) return false;
        switch (text_[at_]) {
            case '{': return list('{', '}', true);
            case '[': return list('[', ']', false);
            case '"': return string(nullptr);
            default: return word();
        }
    }
    bool word() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && (std::isalnum(text_[at_]) || text_[at_] == '-')) ++at_;
        return at_ != begin;
    }
    bool list(char open, char close, bool named) {
        eat(open);
        if (eat(close)) return true;
        do {
            std::string name;
            if (named && (!string(&name) || !eat(':'))) return false;
            if (named) ++names[name];
            if (!value()) return false;
        } while (eat(','));
        return eat(close);
    }
    bool string(std::string* out) {
        if (!eat('"')) return false;
        for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (static_cast<unsigned char>(text_[at_]) < 0x20) return false;
            if (text_[at_] == '\\' && !std::strchr("\"\\nrtu", text_[++at_])) return false;
            if (out != nullptr) *out += text_[at_];
        }
        return eat('"');
    }
    const std::string& text_;
    std::size_t at_ = 0;
};

TEST(Json, HasTheSameLines) {
    Report report = found(out_of_order, Outcome::assertion);
    report.sentence += "\t\"quoted\" \\ \n";
    const std::string json = report.json();
    Reader reader(json);
    ASSERT_TRUE(reader.whole()) << json;
    for (const char* name : {"outcome", "diagnosis", "sentence", "cause", "schedule", "executions",
                             "threads", "trace"})
        EXPECT_EQ(reader.names[name], 1) << name;
    for (const char* name :
         {"step", "thread", "fatal", "what", "object", "note", "file", "line", "source"})
        EXPECT_EQ(reader.names[name], static_cast<int>(report.trace.size())) << name;
    EXPECT_HAS(json, "\"diagnosis\":\"interleaved\"");
    EXPECT_HAS(json, "\\t\\\"quoted\\\" \\\\ \\n");
}

// ---- in a test ---------------------------------------------------------------------------------

std::vector<testing::TestPartResult> results_of(void (*body)()) {
    testing::TestPartResultArray results;
    {
        testing::ScopedFakeTestPartResultReporter reporter(
            testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &results);
        ::explore::run_test(body, {}, __FILE__, __LINE__);
    }
    std::vector<testing::TestPartResult> all;
    for (int i = 0; i < results.size(); ++i) all.push_back(results.GetTestPartResult(i));
    return all;
}

class Environment {
public:
    explicit Environment(const std::string& schedule) {
        ::SetEnvironmentVariableA("WORKBOOK_SCHEDULE", schedule.c_str());
    }
    ~Environment() { ::SetEnvironmentVariableA("WORKBOOK_SCHEDULE", nullptr); }
};

TEST(ExploreTest, FailsWithDiagnosisLanesAndSchedule) {
    const auto results = results_of(out_of_order);
    ASSERT_EQ(results.size(), 1u);
    EXPECT_TRUE(results[0].failed());
    EXPECT_EQ(std::string(results[0].message()).rfind("Failed\n[interleaved] second came", 0), 0u);
    EXPECT_HAS(results[0].message(), "\nreplay: ");
}

TEST(ExploreTest, ReplaysTheScheduleOfTheEnvironment) {
    const Report report = found(out_of_order, Outcome::assertion);
    const Environment environment(report.schedule);
    testing::internal::CaptureStdout();
    const auto results = results_of(out_of_order);
    EXPECT_HAS(testing::internal::GetCapturedStdout(),
               "[  REPLAY  ] ExploreTest.ReplaysTheScheduleOfTheEnvironment");
    ASSERT_EQ(results.size(), 1u);
    EXPECT_HAS(results[0].message(), "[interleaved] ");
    EXPECT_HAS(results[0].message(), "\nreplay: " + report.schedule);
}

TEST(ExploreTest, ReplaysThatScheduleAloneAndNotWhatItsRaceMayLeadTo) {
    const std::string schedule = found(lost_update, Outcome::assertion).schedule;
    EXPECT_HAS(schedule, "+");
    const Environment environment(schedule.substr(0, 4) + '-');  // who runs goes on
    const auto results = results_of(lost_update);
    ASSERT_EQ(results.size(), 1u);
    EXPECT_HAS(results[0].message(), "[data-race] ");
}

TEST(ExploreTest, SkipsTestsThatTheScheduleIsNotOf) {
    const std::string schedule = found(out_of_order, Outcome::assertion).schedule;
    const Environment environment((schedule[0] == '0' ? "1" : "0") + schedule.substr(1));
    const auto results = results_of(out_of_order);
    ASSERT_EQ(results.size(), 1u);
    EXPECT_TRUE(results[0].skipped());
}

}  // namespace
