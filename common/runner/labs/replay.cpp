// replay.cpp - the program itself says which of its tests has followed the schedule.
#include "common/runner/labs/replay.hpp"

#include "common/runner/labs/finding.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>

namespace runner {
namespace {

using How = Judged::How;

constexpr std::string_view kFollows = "[  REPLAY  ] ";  // common/explore/testing/explore_test.cpp

[[noreturn]] void nothing_to_replay(const std::string& why) {
    throw Problem(kUsage, "nothing to replay: " + why);
}

// Schedules are told apart by four digits, so more than one test may take one for its own.
std::string test_that_followed(std::string_view output, const std::string& wanted) {
    std::string found;
    for (const std::string_view line : lines_of(output)) {
        if (!line.starts_with(kFollows)) continue;
        const std::string test(trimmed(line.substr(kFollows.size())));
        if (found.empty() || test == wanted) found = test;
    }
    return found;
}

// Every test had its turn, and took it or was skipped.
bool ended_orderly(const Judged& judged) {
    return judged.passed() || judged.how == How::not_passed ||
           (judged.how == How::no_verdict && !judged.cases.empty());
}

Repeated repeated_in(const Judged& judged) {
    if (judged.passed()) return Repeated::no_finding;
    if (judged.how != How::not_passed) return Repeated::unknown;
    return judged.diagnosis == "bad-schedule" ? Repeated::no : Repeated::yes;
}

}  // namespace

LastFinding last_finding(const Lab& lab, const fs::path& bin) {
    const fs::path file = result_file(lab, bin, kCheck);
    const auto text = read_file(file);
    if (!text) nothing_to_replay("`wb check " + lab.card.id + "` comes first");
    const ResultFile result = parse_result(*text);
    if (result.state == ResultFile::State::broken)
        throw Problem(kEnvironment, to_text(file) + " makes no sense from line " +
                                        std::to_string(result.bad_line) + " on; `wb check " +
                                        lab.card.id + "` writes it anew");
    if (result.state == ResultFile::State::cut_off)
        nothing_to_replay("the last check of " + lab.card.id + " did not get to its end");
    if (result.verdict == "passed") nothing_to_replay(lab.card.id + " passed its last check");
    for (const CaseResult& one : result.cases) {
        if (one.name != result.test) continue;
        const Finding finding = finding_of(one);
        if (looks_like_schedule(finding.schedule))
            return {finding.schedule, one.diagnosis, one.name};
    }
    nothing_to_replay("the last check of " + lab.card.id + " ended without a schedule");
}

Replay replay_lab(const Lab& lab, const fs::path& bin, const BuildLog& log,
                  const std::string& schedule, const std::string& test, w32::Timeout limit) {
    if (auto judged = before_running(lab, log)) return {Repeated::unknown, *std::move(judged)};
    const auto run = run_lab(lab, bin, kReplay, {{L"WORKBOOK_SCHEDULE", schedule}}, limit);
    if (!run) return {Repeated::unknown, not_built(lab)};
    Judged judged = read_verdict(run->end, run->result, run->output);
    const std::string followed = test_that_followed(run->output, test);
    const auto at = std::find_if(judged.cases.begin(), judged.cases.end(),
                                 [&](const CaseResult& one) { return one.name == followed; });
    if (at != judged.cases.end()) {  // else the test did not get to its end
        const CaseResult one = *at;
        judged.cases = {one};
        judged = decided_by(one, std::move(judged));
    } else if (followed.empty() && ended_orderly(judged)) {
        throw Problem(kUsage, "no test of " + lab.card.id + " has the schedule " + schedule +
                                  "; `wb check " + lab.card.id + "` shows one that it has");
    }
    const Repeated repeated = repeated_in(judged);
    return {repeated, std::move(judged)};
}

}  // namespace runner
