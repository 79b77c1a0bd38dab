// build_log.hpp - what ninja said: which targets failed to build, and the compiler's own words.
//
//     FAILED: CMakeFiles/lab_01_x.dir/labs/01-threads/x/judge.cpp.obj
//     /usr/bin/g++ ...                                  the command
//     x.hpp:3:5: error: expected ';'                    what counts, up to the next "[2/9]"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct BuildFailure {
    std::string target;              ///< "lab_01_x"; "cmake" when configuring failed
    std::vector<std::string> lines;  ///< the compiler's, from the first error on
};

struct BuildLog {
    std::vector<BuildFailure> failures;  ///< in the order of the log, each target once
    std::string trouble;  ///< not the code: the disk is full, build.ninja is broken; "" if none

    /// Why `target` cannot be judged: its own failure, or one in a part that every program needs.
    /// nullptr if nothing speaks against it; another lab's failure does not.
    const BuildFailure* blocks(std::string_view target) const;
};

/// `root` is cut off the front of paths; "" keeps them. Understands gcc, clang and cl.
BuildLog parse_build_log(std::string_view text, std::string_view root);

/// "3/46" of the last "[3/46] Building ..."; "" if there is none.
std::string last_step(std::string_view text);

/// True for programs that nothing else is built from: labs, solutions, mistakes, demos, tests.
bool is_leaf_program(std::string_view target);

}  // namespace runner
