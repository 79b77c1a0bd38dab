// break_run.cpp - reads what the lab's program prints of its turns.
#include "common/runner/labs/break_run.hpp"

#include "common/runner/text/text.hpp"

#include <algorithm>

namespace runner {
namespace {

using How = Judged::How;

// common/explore/testing/letters.cpp writes them, in this order, when the run is over.
constexpr std::string_view kLetters = "[  LETTERS ] ";
constexpr std::string_view kThread = "[  THREAD  ] ";
constexpr std::string_view kLane = "[  LANE    ] ";
constexpr std::string_view kUnused = "[  UNUSED  ] ";

void read_turns(std::string_view output, BreakRun& run) {
    for (const std::string_view line : lines_of(output)) {
        if (line.starts_with(kLetters))
            run.letters = line.substr(kLetters.size());
        else if (line.starts_with(kThread))
            run.threads.emplace_back(line.substr(kThread.size()));
        else if (line.starts_with(kLane))
            run.lanes.emplace_back(line.substr(kLane.size()));
        else if (line.starts_with(kUnused))
            run.unused = line.substr(kUnused.size());
    }
    std::sort(run.threads.begin(), run.threads.end(), [](const auto& a, const auto& b) {
        const bool a_is_main = a.starts_with('M');
        return a_is_main != b.starts_with('M') ? a_is_main : a < b;
    });
}

}  // namespace

Settings break_settings(const Lab& lab, const std::string& letters) {
    return {{L"GTEST_FILTER", "*." + lab.card.break_test},
            {L"WORKBOOK_LETTERS", letters.empty() ? "-" : letters}};
}

BreakRun read_break(const LabRun& ended) {
    BreakRun run;
    run.judged = read_verdict(ended.end, ended.result, ended.output);
    read_turns(ended.output, run);
    if (run.letters.empty()) return run;  // it did not get that far
    if (run.judged.passed()) run.end = BreakRun::End::holds;
    if (run.judged.how == How::not_passed) run.end = BreakRun::End::breaks;
    return run;
}

BreakRun run_letters(const Lab& lab, const fs::path& bin, const BuildLog& log,
                     const std::string& letters, w32::Timeout limit) {
    BreakRun run;
    if (auto judged = before_running(lab, log)) {
        run.judged = *std::move(judged);
        return run;
    }
    const auto ended = run_lab(lab, bin, kBreak, break_settings(lab, letters), limit);
    if (ended) return read_break(*ended);
    run.judged = not_built(lab);
    return run;
}

bool is_repaired(const Lab& lab, const fs::path& bin, const BuildLog& log, w32::Timeout limit) {
    return run_letters(lab, bin, log, lab.card.break_letters, limit).end == BreakRun::End::holds;
}

}  // namespace runner
