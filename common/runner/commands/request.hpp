// request.hpp - the command line, understood once: for the launcher, which asks what to build, and
// for the command itself.
#pragma once

#include "common/runner/bench/options.hpp"
#include "common/runner/grade/options.hpp"
#include "common/runner/labs/catalog.hpp"
#include "common/runner/labs/progress.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

enum class Command {
    home,
    list,
    check,
    replay,
    list_breaks,
    break_lab,
    list_demos,
    demo,
    list_syelog,
    syelog,
    hint,
    bench,
    report,
    grade,
    verify,
    timeline,
    watch,
    next,
    reset,
    solution,
    new_lab,
    new_chapter,
    test,
    doctor
};

/// `wb syelog NAME`: a program of the last chapter.
struct SyelogProgram {
    std::string_view name;     ///< "view"
    std::string_view program;  ///< "syelog_view": its target and its file
    std::string_view does, does_zh;
};
std::span<const SyelogProgram> syelog_programs() noexcept;

/// Points into the catalog it was made from.
struct Request {
    Command command = Command::home;
    std::vector<const Lab*> labs;      ///< home: the next one; check: those to judge; reset: those
                                       ///< to restore; watch: the one to begin with, and those that
                                       ///< follow; break, hint, replay, timeline and solution: one
    const Demo* demo = nullptr;        ///< home: the syelog demo, if it is there
    const Chapter* chapter = nullptr;  ///< test: this one only
    int hint_level = 0;                ///< 1 to 3
    std::string schedule = {};         ///< replay: as typed; "" for the last check's. break: the
                                       ///< letters; "" to see the task
    const SyelogProgram* syelog = nullptr;
    std::vector<std::string> arguments = {};  ///< syelog: the program's own, as typed; list: what
                                              ///< to search for; report: the forms that are asked
                                              ///< for; new_lab: chapter, name; new_chapter: its
                                              ///< folder
    bool flag = false;                        ///< next --fast, reset --yes, solution --give-up
    BenchOptions bench = {};
    GradeOptions grade = {};
};

/// `words` are the arguments without the options; after "syelog" all of them. Throws Problem
/// (usage) for anything that makes no sense: an unknown command, lab, chapter or demo, or a
/// word too many.
Request understand(const std::vector<std::string>& words, const Catalog& catalog,
                   const Progress& progress);

/// The first lab in order that was not passed, of the fast track alone if `fast`; nullptr when all
/// were.
const Lab* next_lab(const Catalog& catalog, const Progress& progress, bool fast = false);

/// The build targets that a request needs. `root` holds the solutions that belong to a chapter's
/// tests, `ninja_file` is the text of build.ninja, "" if there is none.
std::vector<std::string> targets_of(const Request& request, const fs::path& root,
                                    std::string_view ninja_file);

}  // namespace runner
