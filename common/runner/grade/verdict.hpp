// verdict.hpp - what becomes of a hand-in, in words.
#pragma once

#include "common/runner/grade/work.hpp"
#include "common/runner/labs/judge.hpp"

#include <string>
#include <vector>

namespace runner {

struct Grade {
    enum class How {
        passed,
        not_passed,
        not_changed,  ///< the lab as it was given out
        does_not_compile,
        hangs,
        crashes,
        too_much,  ///< it printed, or wrote into files, without end
        no_verdict,
        refused,        ///< not built at all: the sentence says why
        not_graded_yet  ///< the grader was stopped before
    };
    How how = How::not_graded_yet;
    std::string diagnosis;  ///< not_passed: what the judge calls it; "" if it has no name for it
    std::string test;       ///< the test that decided; "" if none did
    std::string sentence;
    std::vector<std::string> details;
    std::vector<std::string> look_at;  ///< what the teacher should see with his own eyes

    std::string word() const;  ///< "passed", "not passed: lost-update", "does not compile", ...
    bool passed() const noexcept { return how == How::passed; }
};

/// What the folder of a unit holds, as text.
struct Traces {
    std::optional<RunEnd> end;
    std::optional<std::string> result;
    std::string output;
    std::optional<std::string> build;  ///< the log, if it did not build
};
Traces traces_in(const fs::path& folder);

/// The verdict on a text that was built and run, or was not. `expected` are the tests that the
/// judge has: a result that passes but lacks one of them proves nothing. `build_root` is cut off
/// the paths in a compiler's lines.
Grade grade_of(const Traces& traces, const std::string& target,
               const std::vector<std::string>& expected, const std::string& build_root);

/// A class: submissions and the labs that were asked for; grades[i][j] belongs to the j-th hand-in
/// of the i-th submission.
struct Class {
    std::string name;
    std::string date;
    std::string platform;
    int limit = 0;
    std::vector<const Lab*> labs;  ///< those that anybody has handed in
    std::vector<Submission> submissions;
    std::vector<std::vector<Grade>> grades;

    /// nullptr: not handed in.
    const Grade* grade(std::size_t submission, const Lab& lab) const;
    std::size_t passed(std::size_t submission) const;
    std::size_t count(Grade::How how) const;
};

/// All of it, from what lies in the workshop.
Class look_at_class(std::vector<Submission> submissions, const std::vector<const Lab*>& labs,
                    const Workshop& shop, int limit, const std::string& build_root);

}  // namespace runner
