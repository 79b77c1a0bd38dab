// verify.cpp - the names of CTest's tests tell what they belong to.
#include "common/runner/results/verify.hpp"

#include "common/runner/text/text.hpp"

namespace runner {
namespace {

using Outcome = CTestResult::Outcome;

// "ch01.solution.x" and, natively, "ch01.solution.x.Suite.Test"; not those of
// "ch01.solution.x.other".
struct Names {
    std::string name;
    std::vector<std::string> others = {};

    bool has(const std::string& test) const {
        const auto is = [&](const std::string& one) {
            return test == one || test.starts_with(one + '.');
        };
        for (const std::string& other : others)
            if (is(other)) return false;
        return is(name);
    }
};

// "" if all of them passed and there is one; else what became of the worst.
std::string trouble_of(const Names& names, const std::vector<CTestResult>& tests) {
    bool any = false;
    std::string trouble;
    for (const CTestResult& test : tests) {
        if (!names.has(test.name)) continue;
        if (test.outcome == Outcome::failed) return "failed";
        if (test.outcome == Outcome::not_run) trouble = "did not run";
        // A test that Wine cannot be asked is skipped; a program in which all are proves nothing.
        any = any || test.outcome == Outcome::passed;
    }
    return !trouble.empty() ? trouble : any ? "" : "did not run";
}

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const fs::path& file : files_in(folder, ".hpp")) names.push_back(to_text(file.stem()));
    return names;
}

std::string starter_trouble(const std::string& name, const std::vector<CTestResult>& tests) {
    for (const CTestResult& test : tests)
        if (test.name == name && test.outcome == Outcome::skipped)
            return "a learner has changed it";
    return trouble_of({name}, tests);
}

}  // namespace

Proof prove(const Lab& lab, const fs::path& root, const std::vector<CTestResult>& tests) {
    Proof proof{&lab};
    const std::string chapter = "ch" + lab.chapter.substr(0, 2) + '.';
    const fs::path solution = root / L"solutions" / lab.chapter / lab.name;
    const auto look = [&](const std::string& what, const std::string& trouble, std::size_t* sum) {
        if (!trouble.empty())
            proof.lacking.push_back(what + ": " + trouble);
        else if (sum != nullptr)
            ++*sum;
    };
    look("starter", starter_trouble(chapter + "starter." + lab.name, tests), nullptr);
    Names own{chapter + "solution." + lab.name};
    const auto alternatives = names_in(solution / L"alternatives");
    for (const std::string& one : alternatives) own.others.push_back(own.name + '.' + one);
    look("solution", trouble_of(own, tests), &proof.right);
    for (std::size_t i = 0; i < alternatives.size(); ++i)
        look("alternative " + alternatives[i], trouble_of({own.others[i]}, tests), &proof.right);
    const auto mistakes = names_in(solution / L"mistakes");
    for (const std::string& one : mistakes)
        look("mistake " + one, trouble_of({chapter + "mistake." + lab.name + '.' + one}, tests),
             &proof.caught);
    if (lab.breakable())
        look("break stage", trouble_of({chapter + "break." + lab.name}, tests), nullptr);
    if (alternatives.empty()) proof.lacking.emplace_back("no alternative");
    if (mistakes.size() < 2) proof.lacking.emplace_back("fewer than two mistakes");
    return proof;
}

std::string tests_of(const Lab& lab) {
    return "^ch" + lab.chapter.substr(0, 2) + "\\.(starter|solution|mistake|break)\\." + lab.name +
           "($|\\.)";
}

std::string tests_of(const Chapter& chapter) {
    return "^(check|ch" + chapter.number() + "\\.(claim|starter|solution|mistake|break))";
}

}  // namespace runner
