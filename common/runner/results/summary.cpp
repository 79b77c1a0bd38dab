// summary.cpp - when CTest and a result file disagree, the worse answer counts.
#include "common/runner/results/summary.hpp"

#include "common/runner/labs/result.hpp"
#include "common/runner/text/text.hpp"

namespace runner {
namespace {

// Why a test that CTest saw skipped was skipped: GoogleTest puts the reason on the line after
// "file(12): Skipped", the checks of starters and outcomes say it in words of their own.
std::string reason_in(std::string_view output) {
    const auto lines = lines_of(output);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].ends_with(": Skipped") && i + 1 < lines.size())
            return std::string(trimmed(lines[i + 1]));
        constexpr std::string_view kSkipped = "SKIPPED: ";
        if (lines[i].starts_with(kSkipped))
            return std::string(trimmed(lines[i].substr(kSkipped.size())));
        constexpr std::string_view kInProgress = "IN PROGRESS: ", kNotDecided = "NOT DECIDED: ";
        if (lines[i].starts_with(kInProgress))
            return "a lab in progress: " + std::string(lines[i].substr(kInProgress.size()));
        if (lines[i].starts_with(kNotDecided))
            return "not decided: " + std::string(trimmed(lines[i].substr(kNotDecided.size())));
    }
    return "no reason given";
}

std::string one_line(std::string_view message) {
    const auto lines = lines_of(trimmed(message));
    return lines.empty() ? "no reason given" : std::string(lines.front());
}

void count_one(const CTestResult& test, Summary& sum) {
    using Outcome = CTestResult::Outcome;
    switch (test.outcome) {
        case Outcome::passed: ++sum.passed; break;
        case Outcome::skipped: sum.skips.push_back({test.name, reason_in(test.output)}); break;
        case Outcome::failed: sum.failures.push_back({test.name, test.output}); break;
        case Outcome::not_run:
            sum.failures.push_back({test.name, "did not run: " + test.output});
            break;
    }
}

void count_cases(const CTestResult& test, const ResultFile& result, Summary& sum) {
    const std::size_t failures_before = sum.failures.size();
    for (const CaseResult& one : result.cases) {
        const std::string name = test.name + ' ' + one.name;
        if (one.outcome == CaseResult::Outcome::passed)
            ++sum.passed;
        else if (one.outcome == CaseResult::Outcome::skipped)
            sum.skips.push_back({name, one_line(one.message)});
        else
            sum.failures.push_back({name, one.message});
    }
    // The program hung, crashed or was ended after its last finished case - or CTest saw something
    // that no case did. Its output tells.
    const bool told = sum.failures.size() > failures_before;
    const bool ended_early = result.state != ResultFile::State::complete ||
                             result.verdict == "hangs" || result.verdict == "crashes";
    if (test.outcome != CTestResult::Outcome::passed && (!told || ended_early))
        sum.failures.push_back({test.name, test.output});
}

}  // namespace

std::string Summary::last_line() const {
    return std::to_string(passed) + " passed, " + std::to_string(failures.size()) + " failed, " +
           std::to_string(skips.size()) + " skipped";
}

Summary summarize(
    const std::vector<CTestResult>& tests, const BuildLog& log,
    const std::function<std::optional<std::string>(const std::string&)>& result_file) {
    using Outcome = CTestResult::Outcome;
    Summary sum;
    for (const BuildFailure& failure : log.failures) {
        std::string text;
        for (const std::string& line : failure.lines) text += line + '\n';
        sum.failures.push_back({failure.target + " (does not build)", text});
    }
    for (const CTestResult& test : tests) {
        const bool ran = test.outcome == Outcome::passed || test.outcome == Outcome::failed;
        const auto text = ran ? result_file(test.name) : std::nullopt;
        const ResultFile result = parse_result(text.value_or(""));
        // No case, or a file that makes no sense: CTest's own word is all there is.
        const bool usable =
            text && result.state != ResultFile::State::broken && !result.cases.empty();
        if (usable)
            count_cases(test, result, sum);
        else
            count_one(test, sum);
    }
    return sum;
}

}  // namespace runner
