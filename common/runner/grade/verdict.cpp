// verdict.cpp - judge.cpp reads what a program has left; this adds what only strangers do.
#include "common/runner/grade/verdict.hpp"

#include "common/runner/grade/source.hpp"

#include "common/runner/labs/progress.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/platform.hpp"

#include <algorithm>

namespace runner {
namespace {

using How = Grade::How;

constexpr std::size_t kMostLines = 12;  // of a compiler

Grade with(How how, std::string sentence) {
    Grade grade;
    grade.how = how;
    grade.sentence = std::move(sentence);
    return grade;
}

Grade not_built(const std::string& log_text, const std::string& target, const std::string& root) {
    const BuildLog log = parse_build_log(log_text, root);
    const BuildFailure* failure = log.blocks(target);
    if (failure == nullptr)
        return with(How::does_not_compile,
                    log.trouble.empty()
                        ? "the compiler was stopped: it took too long, or too much memory"
                        : "the build stopped: " + log.trouble);
    Grade grade = with(How::does_not_compile, "");
    if (failure->target != target)
        grade.sentence = failure->target + ", which every judge needs, does not build";
    for (const std::string& line : failure->lines) {
        if (grade.details.size() == kMostLines) break;
        if (is_printable(line)) grade.details.push_back(line.substr(0, 300));
    }
    if (grade.details.empty())
        grade.sentence = "the compiler was stopped: it took too long, or too much memory";
    return grade;
}

How how_of(Judged::How how) {
    switch (how) {
        case Judged::How::passed: return How::passed;
        case Judged::How::not_passed: return How::not_passed;
        case Judged::How::hangs:
        case Judged::How::never_returned: return How::hangs;
        case Judged::How::crashed: return How::crashes;
        case Judged::How::does_not_compile:
        case Judged::How::not_built:
        case Judged::How::no_verdict: break;
    }
    return How::no_verdict;
}

// A test that the judge has and the result has not: who says "passed" did not run the judge.
std::string missing_test(const std::vector<CaseResult>& cases,
                         const std::vector<std::string>& expected) {
    for (const std::string& name : expected)
        if (std::none_of(cases.begin(), cases.end(),
                         [&](const CaseResult& one) { return one.name == name; }))
            return name;
    return "";
}

Grade from(const Judged& judged) {
    Grade grade = with(how_of(judged.how), judged.sentence);
    grade.diagnosis = judged.diagnosis;
    grade.test = judged.test;
    grade.details = judged.details;
    for (const std::string& line : judged.lanes) grade.details.push_back(line);
    if (grade.details.size() > 60) grade.details.resize(60);
    return grade;
}

}  // namespace

std::string Grade::word() const {
    switch (how) {
        case How::passed: return "passed";
        case How::not_passed: return diagnosis.empty() ? "not passed" : "not passed: " + diagnosis;
        case How::not_changed: return "not changed";
        case How::does_not_compile: return "does not compile";
        case How::hangs: return "hangs";
        case How::crashes: return "crashes";
        case How::too_much: return "too much output";
        case How::no_verdict: return "no verdict";
        case How::refused: return "not graded";
        case How::not_graded_yet: break;
    }
    return "not graded yet";
}

Traces traces_in(const fs::path& folder) {
    Traces traces;
    traces.end = parse_end(read_file(folder / L"end.txt").value_or(""));
    traces.result = read_file(folder / L"result.txt");
    traces.output = read_file(folder / L"output.txt").value_or("");
    traces.build = read_file(folder / L"build.txt");
    return traces;
}

Grade grade_of(const Traces& traces, const std::string& target,
               const std::vector<std::string>& expected, const std::string& build_root) {
    if (traces.build) return not_built(*traces.build, target, build_root);
    if (!traces.end) return with(How::not_graded_yet, "the grader was stopped before");
    const RunEnd& end = *traces.end;
    if (end.how == RunEnd::How::output)
        return with(How::too_much, "it printed more than 100 MiB and was stopped");
    if (end.how == RunEnd::How::files)
        return with(How::too_much, "it wrote more than 256 MiB into files and was stopped");
    if (end.how == RunEnd::How::killed)
        return with(How::crashes,
                    "the program was ended from outside: it took too much memory, or a process of "
                    "its own ended it");
    const bool ended = end.how == RunEnd::How::ended;
    const auto result = traces.result && traces.result->empty() ? std::nullopt : traces.result;
    const Judged judged = read_verdict({ended, ended ? static_cast<DWORD>(end.code) : w32::kKilled},
                                       result, traces.output);
    Grade grade = from(judged);
    if (!grade.passed()) return grade;
    const std::string missing = missing_test(judged.cases, expected);
    if (missing.empty() && !expected.empty()) return grade;
    grade = with(How::no_verdict, "it says passed, but its judge never ran " +
                                      (missing.empty() ? "at all" : missing));
    grade.look_at.emplace_back("a result that its judge did not write");
    return grade;
}

const Grade* Class::grade(std::size_t submission, const Lab& lab) const {
    const auto& labs_of = submissions[submission].labs;
    for (std::size_t i = 0; i < labs_of.size(); ++i)
        if (labs_of[i].lab == &lab) return &grades[submission][i];
    return nullptr;
}

std::size_t Class::passed(std::size_t submission) const {
    return static_cast<std::size_t>(std::count_if(grades[submission].begin(),
                                                  grades[submission].end(),
                                                  [](const Grade& one) { return one.passed(); }));
}

std::size_t Class::count(Grade::How how) const {
    std::size_t count = 0;
    for (const auto& row : grades)
        for (const Grade& one : row) count += one.how == how ? 1 : 0;
    return count;
}

Class look_at_class(std::vector<Submission> submissions, const std::vector<const Lab*>& labs,
                    const Workshop& shop, int limit, const std::string& build_root) {
    Class all;
    all.date = today();
    all.platform = w32::platform_name();
    all.limit = limit;
    all.submissions = std::move(submissions);
    for (const Lab* lab : labs) {
        const auto has = [&](const Submission& one) { return one.of(*lab) != nullptr; };
        if (std::any_of(all.submissions.begin(), all.submissions.end(), has))
            all.labs.push_back(lab);
    }
    for (const Submission& submission : all.submissions) {
        std::vector<Grade>& row = all.grades.emplace_back();
        for (const HandIn& hand_in : submission.labs) {
            Grade grade;
            if (!hand_in.refusal.empty()) {
                grade = with(How::refused, hand_in.refusal);
            } else if (hand_in.unchanged) {
                grade = with(How::not_changed, "");
            } else {
                const Lab& lab = *hand_in.lab;
                const std::string judge =
                    read_file(lab.starter.parent_path() / L"judge.cpp").value_or("");
                const Unit unit{&lab, key_of(lab, judge, hand_in.text, limit), nullptr};
                grade = grade_of(traces_in(shop.work(unit.key)), unit.target(), tests_in(judge),
                                 build_root);
            }
            grade.look_at.insert(grade.look_at.end(), hand_in.look_at.begin(),
                                 hand_in.look_at.end());
            row.push_back(std::move(grade));
        }
    }
    return all;
}

}  // namespace runner
