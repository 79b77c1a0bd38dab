// judge.cpp - never guesses: "passed" needs a whole result file that says so and an exit code of 0.
#include "common/runner/labs/judge.hpp"

#include "common/runner/labs/finding.hpp"
#include "common/runner/text/text.hpp"
#include "common/testing/verdict.hpp"

namespace runner {
namespace {

using How = Judged::How;

// What the watchdog printed: the line with `mark` and the indented ones below it.
std::vector<std::string> report_in(std::string_view output, std::string_view mark) {
    std::vector<std::string> report;
    for (const std::string_view line : lines_of(output)) {
        if (report.empty() ? line.starts_with(mark) : line.starts_with(' '))
            report.emplace_back(trimmed(report.empty() ? line.substr(mark.size()) : line));
        else if (!report.empty())
            break;
    }
    return report;
}

// EXCEPTION_WINE_STUB: Wine has the name of the function, and nothing behind it.
bool called_what_wine_lacks(const std::vector<std::string>& report) {
    return !report.empty() && report.front().find("exception 0x80000100") != std::string::npos;
}

Judged without_verdict(Judged judged, std::string sentence) {
    judged.how = How::no_verdict;
    judged.sentence = std::move(sentence);
    return judged;
}

Judged failed(Judged judged, const ResultFile& result) {
    for (const CaseResult& one : result.cases)
        if (one.name == result.test) return decided_by(one, std::move(judged));
    judged.how = How::not_passed;
    judged.diagnosis = result.verdict == "failed" ? "" : result.verdict;
    judged.sentence = "the test gave no reason";
    return judged;
}

// A verdict is there; does everything else agree with it?
Judged complete(Judged judged, const ResultFile& result, const w32::ChildEnd& end,
                std::string_view output) {
    const std::string code = std::to_string(end.exit_code);
    judged.test = result.test;
    if (result.verdict == "hangs") {
        judged.how = How::hangs;
        judged.sentence = "the test still ran after its time";
        judged.details = report_in(output, "[  HANGS   ] ");
    } else if (result.verdict == "crashes") {
        judged.how = How::crashed;
        judged.details = report_in(output, "[  CRASHES ] ");
        judged.sentence = "the program crashed in this test";
        if (called_what_wine_lacks(judged.details)) {
            judged.diagnosis = "missing-in-wine";
            judged.sentence =
                "the program calls a function that this Wine does not have; "
                "notes/platforms.md says where Wine and Windows differ";
        }
    } else if (result.verdict != "passed") {
        return failed(std::move(judged), result);
    } else if (end.exit_code != workbook::kPassed) {
        return without_verdict(std::move(judged),
                               "the tests passed, but the program then ended with code " + code);
    } else {
        bool any = false;
        for (const CaseResult& one : result.cases)
            any = any || one.outcome == CaseResult::Outcome::passed;
        if (!any)
            return without_verdict(std::move(judged), "no test was run, so nothing is proved");
        judged.how = How::passed;
    }
    return judged;
}

std::string chinese_word(const Judged& judged) {
    switch (judged.how) {
        case How::passed: return "通过";
        case How::not_passed:
            return judged.diagnosis.empty() ? "未通过" : "未通过：" + judged.diagnosis;
        case How::does_not_compile: return "编译不通过";
        case How::not_built: return "尚未构建";
        case How::hangs: return "卡住了";
        case How::never_returned: return "没有返回";
        case How::crashed: return "崩溃了";
        case How::no_verdict: break;
    }
    return "没有判定";
}

}  // namespace

std::string Judged::word(Language language) const {
    if (language == Language::chinese) return chinese_word(*this);
    switch (how) {
        case How::passed: return "passed";
        case How::not_passed: return diagnosis.empty() ? "not passed" : "not passed: " + diagnosis;
        case How::does_not_compile: return "does not compile";
        case How::not_built: return "not built";
        case How::hangs: return "hangs";
        case How::never_returned: return "never returned";
        case How::crashed: return "crashed";
        case How::no_verdict: break;
    }
    return "no verdict";
}

std::string Judged::key() const {
    switch (how) {
        case How::passed: return "";
        case How::not_passed: return diagnosis.empty() ? "failed" : diagnosis;
        case How::does_not_compile: return "does-not-compile";
        case How::not_built: return "not-built";
        case How::hangs: return "hangs";
        case How::never_returned: return "never-returned";
        case How::crashed: return diagnosis.empty() ? "crashes" : diagnosis;
        case How::no_verdict: break;
    }
    return "no-verdict";
}

Judged read_verdict(const w32::ChildEnd& end, const std::optional<std::string>& text,
                    std::string_view output) {
    Judged judged;
    const ResultFile result = parse_result(text.value_or(""));
    const bool broken = text && result.state == ResultFile::State::broken;
    if (!broken) judged.cases = result.cases;
    if (!end.ended) {
        judged.how = How::never_returned;
        judged.sentence = "the program did not end in time and was stopped";
        return judged;
    }
    if (broken)
        return without_verdict(std::move(judged), "the result file makes no sense from line " +
                                                      std::to_string(result.bad_line) +
                                                      " on; is the disk full?");
    if (text && result.state == ResultFile::State::complete)
        return complete(std::move(judged), result, end, output);
    const std::string code = std::to_string(end.exit_code);
    if (end.exit_code == workbook::kPassed || end.exit_code == workbook::kFailed)
        return without_verdict(std::move(judged),
                               "the program ended with code " + code + " before its last test");
    judged.how = How::crashed;
    judged.sentence = "the program was ended with code " + code + " in the middle of its tests";
    return judged;
}

Judged decided_by(const CaseResult& one, Judged judged) {
    judged.test = one.name;
    judged.details.clear();
    if (one.outcome != CaseResult::Outcome::failed) {
        judged.how = How::passed;
        judged.test.clear();
        judged.sentence.clear();
        return judged;
    }
    Finding finding = finding_of(one);
    judged.how = How::not_passed;
    judged.diagnosis = one.diagnosis;
    judged.sentence = finding.sentence.empty() ? "the test gave no reason" : finding.sentence;
    judged.lanes = std::move(finding.lanes);
    judged.schedule = std::move(finding.schedule);
    return judged;
}

std::optional<Judged> before_running(const Lab& lab, const BuildLog& log) {
    const BuildFailure* failure = log.blocks(lab.program());
    if (failure == nullptr) return std::nullopt;
    Judged judged;
    judged.how = How::does_not_compile;
    judged.details = failure->lines;
    if (failure->target != lab.program())
        judged.sentence = failure->target + ", which every lab needs, does not build";
    return judged;
}

Judged not_built(const Lab& lab) {
    Judged judged;
    judged.how = How::not_built;
    judged.sentence = lab.program() + ".exe is not there";
    return judged;
}

fs::path report_file(const Lab& lab, const fs::path& bin) {
    return result_file(lab, bin, kCheck).replace_extension(".json");
}

Settings check_settings(const Lab& lab, const fs::path& bin) {
    const fs::path report = report_file(lab, bin);
    remove_old(report);
    return {{L"WORKBOOK_REPORT_JSON", to_text(report)}};
}

Judged judge_lab(const Lab& lab, const fs::path& bin, const BuildLog& log, w32::Timeout limit) {
    const Settings settings = check_settings(lab, bin);
    if (std::optional<Judged> judged = before_running(lab, log)) return *std::move(judged);
    const auto run = run_lab(lab, bin, kCheck, settings, limit);
    return run ? read_verdict(run->end, run->result, run->output) : not_built(lab);
}

}  // namespace runner
