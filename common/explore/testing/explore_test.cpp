// explore_test.cpp - carries failures from the schedule into the finding, and from the finding into
// the test.
#include "common/explore/testing/explore_test.hpp"

#include "common/explore/testing/checks.hpp"
#include "common/explore/testing/letters.hpp"
#include "common/explore/testing/replay_last.hpp"
#include "common/explore/testing/report_file.hpp"
#include "common/testing/verdict.hpp"
#include "common/testing/watchdog.hpp"
#include "common/win32/windows.hpp"

#include <gtest/gtest-spi.h>

#include <algorithm>
#include <cstdio>

namespace explore {
namespace {

// While it lives, a failed EXPECT of the body becomes a finding of the execution.
class Catcher : public testing::ScopedFakeTestPartResultReporter {
public:
    Catcher() : ScopedFakeTestPartResultReporter(INTERCEPT_ALL_THREADS, &unused_) {}
    void ReportTestPartResult(const testing::TestPartResult& result) override {
        if (result.failed())
            check_failed(result.message(), result.file_name(), result.line_number());
    }

private:
    testing::TestPartResultArray unused_;
};

// The test that explores now, for a finding that comes on another thread.
struct {
    std::string name;
    const char* file = "";
    int line = 0;
} exploring;

void tell_unseen(const Report& report) {
    if (outcomes_wanted()) {
        write_undefined(exploring.name, report.diagnosis.c_str());
        return;
    }
    const std::string text = "Failed\n" + report.text();
    std::printf("%s:%d: %s\n[  FAILED  ] %s\n", exploring.file, exploring.line, text.c_str(),
                exploring.name.c_str());
    workbook::announce_failure(exploring.name, report.diagnosis, text);
    leave_report(report, exploring.name);
}

Report explore_caught(void (*body)(), const Options& options) {
    const Catcher catcher;
    return explore(body, options);
}

// Failed checks change nothing here: on real threads the body goes on after one.
void look_for_outcomes(void (*body)(), const Options& options) {
    testing::TestPartResultArray unused;
    const testing::ScopedFakeTestPartResultReporter swallow(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &unused);
    const Report report = explore(body, for_outcomes(options));
    write_outcomes(report, options.name);
    std::printf("[ OUTCOMES ] %s: %llu in %llu executions%s\n", options.name.c_str(),
                static_cast<unsigned long long>(report.outcomes.size()),
                static_cast<unsigned long long>(report.executions),
                report.exhausted ? "" : ", and there are more");
}

// Options::name, if the test has given none, is the name of the running test.
// The explorer's own answer to a lab that is stuck comes before that of the test's watchdog.
Options completed(const Options& options, const char* file, int line) {
    Options result = options;
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    if (result.name.empty() && test != nullptr)
        result.name = std::string(test->test_suite_name()) + '.' + test->name();
    result.unseen = std::min(result.unseen, workbook::test_limit() / 2);
    if (result.on_unseen == nullptr) result.on_unseen = tell_unseen;
    exploring = {result.name, file, line};
    return result;
}

std::string schedule_to_replay() {
    char text[32'000];
    const DWORD length =
        ::GetEnvironmentVariableA("WORKBOOK_SCHEDULE", text, static_cast<DWORD>(sizeof text));
    return length != 0 && length < sizeof text ? text : "";
}

constexpr const char* kOtherSchedule = "the schedule to replay is of another test";

Options for_replay(Options options, const std::string& schedule) {
    std::printf("[  REPLAY  ] %s\n", options.name.c_str());  // wb reads it
    std::fflush(stdout);
    options.schedule = schedule;
    options.search = Search::replay;
    options.real_threads = true;
    options.consequences = false;  // they would be found under another schedule
    return options;
}

// false: the schedule of the environment belongs to another test.
bool prepare_replay(Options& options) {
    const std::string schedule = schedule_to_replay();
    if (schedule.empty()) return !replay_is_of_another_test(options.name);
    if (!belongs_to(schedule, options.name)) return false;
    options = for_replay(std::move(options), schedule);
    return true;
}

// The search, and if a debugger is to see what it finds, that on real threads; see replay_last.hpp.
Report explore_or_repeat(void (*body)(), Options& options) {
    if (options.search == Search::replay || !replay_wanted()) return explore_caught(body, options);
    if (const std::string schedule = schedule_to_repeat(options.name); !schedule.empty()) {
        const Options repeat = for_replay(options, schedule);
        Report report = explore_caught(body, repeat);
        if (report.outcome != Outcome::bad_schedule) {
            options = repeat;
            if (report.ok()) std::printf("[  REPLAY  ] nothing goes wrong under it any more\n");
            return report;
        }
        forget_last_schedule();
    }
    Report report;
    {
        const NoBreaks while_searching;
        report = explore_caught(body, options);
    }
    if (!report.schedule.empty()) (void)explore_caught(body, for_replay(options, report.schedule));
    return report;
}

// A search that was not exhausted says what it has tried. One that has not even tried the schedules
// without preemptions proves nothing, unless its test wants no more than a sample.
void say_bounded(const Report& report, const Options& options, const char* file, int line) {
    const std::string& test = options.name;
    const std::string tried = std::to_string(report.executions) + " executions";
    std::string all;
    if (report.estimate > 1e15)
        all = "; all would be more than can be counted";
    else if (report.estimate > 0)
        all = "; all would be about " + std::to_string(static_cast<long long>(report.estimate)) +
              " or many more";
    if (options.search == Search::random) {
        std::printf("[  SAMPLED ] %s: %s at random\n", test.c_str(), tried.c_str());
    } else if (report.preemptions >= 0) {
        std::printf("[  BOUNDED ] %s: all schedules with up to %d preemptions, %s%s\n",
                    test.c_str(), report.preemptions, tried.c_str(), all.c_str());
        testing::Test::RecordProperty("preemptions", report.preemptions);
    } else {
        ADD_FAILURE_AT(file, line)
            << "[not-explored] the program is too large: after " << tried << " the time was up"
            << all << ". Explore a smaller case of it.";
    }
}

bool all_sleep(Outcome outcome) {
    return outcome == Outcome::deadlock || outcome == Outcome::lost_wake_up ||
           outcome == Outcome::never_signaled;
}

// `report` is that of the finding, or an empty one.
void say_not_asleep(Outcome outcome, Report report, const char* file, int line) {
    if (outcome == Outcome::passed) {
        ADD_FAILURE_AT(file, line)
            << "[did-not-wait] a call came back, although what it waits for never came.";
        return;
    }
    if (outcome == Outcome::livelock || outcome == Outcome::spins_unseen) {
        report.diagnosis = "polls";
        report.sentence =
            "who waits here does not sleep, but looks again and again. " + report.sentence;
    } else if (report.sentence.empty()) {
        report.diagnosis = name_of(outcome);
        report.sentence = "not all who wait here sleep.";
    }
    ADD_FAILURE_AT(file, line) << report.text();
}

}  // namespace

void run_test(void (*body)(), const Options& given, const char* file, int line) {
    Options options = completed(given, file, line);
    if (const std::string letters = letters_wanted(); !letters.empty())
        return follow_letters(
            letters, options, [&](const Options& with) { return explore_caught(body, with); }, file,
            line);
    if (outcomes_wanted()) return look_for_outcomes(body, options);
    if (!prepare_replay(options)) GTEST_SKIP() << kOtherSchedule;
    const Report report = explore_or_repeat(body, options);
    testing::Test::RecordProperty("executions", std::to_string(report.executions));
    if (!report.ok()) {
        ADD_FAILURE_AT(file, line) << report.text();
        leave_report(report, options.name);
    } else if (!report.exhausted && options.search != Search::replay) {
        say_bounded(report, options, file, line);
    }
}

void run_stuck_test(void (*body)(), const Options& given, const char* file, int line) {
    if (outcomes_wanted()) return;  // real threads would only hang
    Options options = completed(given, file, line);
    if (!prepare_replay(options)) GTEST_SKIP() << kOtherSchedule;
    const Report report = explore_or_repeat(body, options);
    if (!all_sleep(report.outcome)) {
        say_not_asleep(report.outcome, report, file, line);
        if (!report.ok()) leave_report(report, options.name);
        return;
    }
    if (options.search == Search::replay) return;
    // The first schedule in which all sleep may not be the only kind.
    options.every_outcome = true;
    for (const Outcome ending : explore_caught(body, options).endings)
        if (!all_sleep(ending)) return say_not_asleep(ending, {}, file, line);
}

Report expect_failure(void (*body)(), Outcome outcome, const Options& options, const char* file,
                      int line) {
    Report report = explore_caught(body, completed(options, file, line));
    if (report.outcome != outcome && report.cause_outcome != outcome)
        ADD_FAILURE_AT(file, line)
            << "expected the finding " << name_of(outcome) << ", got " << name_of(report.outcome)
            << " after " << report.executions << " executions: " << report.text();
    return report;
}

}  // namespace explore
