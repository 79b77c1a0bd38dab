// overview.cpp - puts together what lies in the build folder.
#include "common/runner/report/overview.hpp"

#include "common/runner/labs/lab_run.hpp"
#include "common/runner/labs/result.hpp"
#include "common/runner/report/note_claims.hpp"
#include "common/runner/results/junit.hpp"
#include "common/runner/results/summary.hpp"

#include <map>

namespace runner {
namespace {

using Results = std::map<std::string, CaseResult>;  // by "Suite.Test"

LabState state_of(const Lab& lab, const Session& session) {
    if (session.progress.passed(lab.card.id))
        return {&lab, LabState::State::passed, session.progress.passed_on(lab.card.id)};
    const auto text = read_file(result_file(lab, session.bin, kCheck));
    if (!text) return {&lab};
    const ResultFile last = parse_result(*text);
    const std::string why = last.state == ResultFile::State::complete ? last.verdict : "no verdict";
    return {&lab, LabState::State::not_passed, why};
}

// Where one CTest test is a whole program, it has written a file with a line per TEST.
void add_result_files(const fs::path& folder, Results& results) {
    for (const fs::path& file : files_in(folder, ".txt")) {
        if (to_text(file.stem()).find(".claim") == std::string::npos) continue;
        for (CaseResult& one : parse_result(read_file(file).value_or("")).cases)
            results[one.name] = std::move(one);
    }
}

// Else each TEST is a CTest test of its own: "ch01.claim.memory.Suite.Test".
void add_ctest_results(const std::vector<CTestResult>& tests, Results& results) {
    for (const CTestResult& test : tests) {
        const std::size_t dot = test.name.rfind('.');
        if (dot == test.name.npos || dot == 0) continue;
        const std::size_t before = test.name.rfind('.', dot - 1);
        if (before == test.name.npos) continue;
        CaseResult one;
        one.name = test.name.substr(before + 1);
        if (test.outcome == CTestResult::Outcome::not_run) continue;
        if (test.outcome == CTestResult::Outcome::failed) one.outcome = CaseResult::Outcome::failed;
        if (test.outcome == CTestResult::Outcome::skipped)
            one.outcome = CaseResult::Outcome::skipped;
        results.try_emplace(one.name, one);
    }
}

ClaimState state_of(Claim claim, const Results& results) {
    using Outcome = CaseResult::Outcome;
    ClaimState state{std::move(claim)};
    const auto at = results.find(state.claim.test);
    if (at == results.end()) return state;
    const CaseResult& seen = at->second;
    state.result = seen.outcome == Outcome::passed    ? ClaimState::Result::passed
                   : seen.outcome == Outcome::skipped ? ClaimState::Result::skipped
                                                      : ClaimState::Result::failed;
    if (state.result != ClaimState::Result::passed) state.reason = seen.message;
    return state;
}

// As the Chinese note puts them. A claim that is not in it stays as its test has it.
void put_into_chinese(ChapterState& state, const fs::path& root) {
    const fs::path notes = root / L"notes" / L"zh-CN";
    const auto claims =
        claims_in_note(read_file(notes / (state.chapter->folder + ".md")).value_or(""));
    for (ClaimState& one : state.claims)
        if (const auto at = claims.find(one.claim.id); at != claims.end())
            one.claim.sentence = at->second;
}

}  // namespace

std::size_t Overview::labs() const {
    std::size_t count = 0;
    for (const ChapterState& chapter : chapters) count += chapter.labs.size();
    return count;
}

std::size_t Overview::labs_passed() const {
    std::size_t count = 0;
    for (const ChapterState& chapter : chapters)
        for (const LabState& lab : chapter.labs)
            count += lab.state == LabState::State::passed ? 1 : 0;
    return count;
}

Overview look_at_everything(const Session& session, const wchar_t* junit) {
    Overview overview;
    const fs::path build = session.build_folder();
    const auto tests = parse_junit(read_file(build / junit).value_or(""));
    Results results;
    add_result_files(build / L"results", results);
    if (tests) {
        add_ctest_results(*tests, results);
        const Summary sum = summarize(*tests, {}, [&](const std::string& test) {
            return read_file(build / L"results" / (test + ".txt"));
        });
        overview.tests =
            TestSums{static_cast<std::size_t>(sum.passed), sum.failures.size(), sum.skips.size()};
    }
    for (const Chapter& chapter : session.catalog.chapters) {
        ChapterState state{&chapter};
        for (const Lab& lab : chapter.labs) state.labs.push_back(state_of(lab, session));
        for (Claim& claim : claims_of(chapter, session.root))
            state.claims.push_back(state_of(std::move(claim), results));
        if (session.chinese) put_into_chinese(state, session.root);
        overview.chapters.push_back(std::move(state));
    }
    return overview;
}

std::string_view name_of(LabState::State state) noexcept {
    switch (state) {
        case LabState::State::passed: return "passed";
        case LabState::State::not_passed: return "not passed";
        case LabState::State::not_yet: break;
    }
    return "not yet";
}

std::string_view name_of(ClaimState::Result result) noexcept {
    switch (result) {
        case ClaimState::Result::passed: return "passed";
        case ClaimState::Result::failed: return "failed";
        case ClaimState::Result::skipped: return "skipped";
        case ClaimState::Result::not_run: break;
    }
    return "not run";
}

}  // namespace runner
