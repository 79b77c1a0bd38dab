// judge.hpp - runs a lab's program and says in words what became of it.
#pragma once

#include "common/runner/labs/catalog.hpp"
#include "common/runner/labs/lab_run.hpp"
#include "common/runner/labs/result.hpp"
#include "common/runner/results/build_log.hpp"
#include "common/runner/text/language.hpp"

#include <optional>
#include <string>
#include <vector>

namespace runner {

struct Judged {
    enum class How {
        passed,
        not_passed,        ///< the judge says no: a diagnosis, a failed test
        does_not_compile,  ///< `details` are the compiler's lines
        not_built,         ///< there is no program
        hangs,             ///< a test never ended; `details` say who waits for what
        never_returned,    ///< the program itself never ended
        crashed,
        no_verdict  ///< it ended without a verdict, or the result file makes no sense
    };
    How how = How::no_verdict;
    std::string diagnosis;  ///< what the judge, or we, call it; "" if it has no name
    std::string test;       ///< the test that decided, "Suite.Test"; "" if none did
    std::string sentence;   ///< for the learner, in English; "" when passed
    std::string chinese;    ///< what add_chinese() has found; it comes before the sentence
    std::vector<std::string> details;
    std::vector<std::string> lanes;  ///< of an explored lab: who did what, a drawing
    std::string schedule;            ///< leads there again, for `wb replay`; "" if there is none
    std::vector<CaseResult> cases;   ///< what is known of each test

    bool passed() const noexcept { return how == How::passed; }
    /// "passed", "does not compile", "not passed: lost-update", ...
    std::string word(Language language = Language::english) const;
    /// Under what verdicts.zh.txt knows it: the diagnosis, or "failed", "crashes", ...; "" if
    /// passed.
    std::string key() const;
};

/// What a program's end means. `result` is the text of its result file, empty if it left none.
Judged read_verdict(const w32::ChildEnd& end, const std::optional<std::string>& result,
                    std::string_view output);

/// Why a lab cannot be judged at all: it does not compile. Empty if it can.
std::optional<Judged> before_running(const Lab& lab, const BuildLog& log);

/// The verdict on a lab whose program is not there.
Judged not_built(const Lab& lab);

/// `judged` as this one test decides it, whatever the others say.
Judged decided_by(const CaseResult& one, Judged judged);

/// Where an explored lab's program leaves the report of its first failing test, for a page:
/// results/<program>.check.json. Each check replaces or removes it.
fs::path report_file(const Lab& lab, const fs::path& bin);

/// With what a lab's program is run for a verdict: it leaves its report. Removes that of the last
/// run. Throws Problem (environment) if that is not possible.
Settings check_settings(const Lab& lab, const fs::path& bin);

/// Judges one lab: what the build log says first, for a program that did not build is yesterday's.
/// `bin` holds the programs. The program is ended after `limit`; its own watchdog answers after ten
/// seconds a test, long before.
Judged judge_lab(const Lab& lab, const fs::path& bin, const BuildLog& log,
                 w32::Timeout limit = std::chrono::seconds{60});

}  // namespace runner
