// work.hpp - what has to be built and run, and what that has left: out/<preset>/grade/.
//
//     slot/01_loop_variable/loop_variable.hpp   what the target grade_01_loop_variable is built of
//     work/01_loop_variable-5be0...8f/          one hand-in, named after lab, judge and text
//         loop_variable.hpp                     the hand-in
//         program.exe                           while it waits to be run
//         build.txt                             it did not build: the log
//         output.txt result.txt end.txt         it ran: what it printed, its tests, how it ended
//     plan.txt                                  a line per hand-in to be built: round, folder,
//     target
//
// A text that was handed in twice, or was graded before, is there already and is not run again.
#pragma once

#include "common/runner/grade/collect.hpp"

#include <optional>
#include <string>
#include <vector>

namespace runner {

/// How a program ended, as whoever ran it wrote it down: end.txt, "ended 1", "time", "output",
/// "files", "killed".
struct RunEnd {
    enum class How {
        ended,
        time,    ///< it was stopped after its time
        output,  ///< it was stopped because it printed too much
        files,   ///< it was stopped because it filled the disk
        killed   ///< it was ended, nobody knows by whom: out of memory, or by one of its own
    };
    How how = How::killed;
    unsigned long code = 0;
};
std::optional<RunEnd> parse_end(std::string_view text);
std::string end_text(const RunEnd& end);

/// One text to be built and run.
struct Unit {
    const Lab* lab = nullptr;
    std::string key;  ///< its folder's name
    const std::string* text = nullptr;

    std::string target() const { return "grade" + lab->program().substr(3); }
};

/// The name of a hand-in's folder. Another judge, text or limit: another name.
std::string key_of(const Lab& lab, std::string_view judge, std::string_view text, int limit);

/// Each text once, those that need neither building nor running left out.
std::vector<Unit> units_of(const std::vector<Submission>& submissions, int limit);

/// In one round each target is built at most once, so that all of a round are built together.
std::vector<std::vector<Unit>> rounds_of(const std::vector<Unit>& units);

/// out/<preset>/grade
struct Workshop {
    fs::path grade;

    fs::path work(const std::string& key) const { return grade / L"work" / key; }
    fs::path slot(const Lab& lab) const {
        return grade / L"slot" / lab.program().substr(4) / (lab.name + ".hpp");
    }
    /// A verdict is there already.
    bool is_done(const Unit& unit) const;
};

/// Makes the folders of the units that are to be done, and answers those. `fresh`: all of them.
std::vector<Unit> prepare(const Workshop& shop, const std::vector<Unit>& units, bool fresh);

/// plan.txt, for the launcher.
std::string plan_text(const std::vector<std::vector<Unit>>& rounds);

}  // namespace runner
