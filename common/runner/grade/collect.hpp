// collect.hpp - what the students have handed in.
//
//     DIR/Ann/anything/labs/01-threads/loop_variable/loop_variable.hpp
//     DIR/王伟/loop_variable.hpp
//
// A sub-folder of DIR is a submission, its name the student's. In it each file that has the name of
// a lab's file is taken, and nothing else: judges, build files and progress stay behind.
#pragma once

#include "common/runner/labs/catalog.hpp"

#include <set>
#include <string>
#include <vector>

namespace runner {

/// One lab of one submission.
struct HandIn {
    const Lab* lab = nullptr;
    std::string place;    ///< "labs/01-threads/x/x.hpp", in the submission; the first of several
    std::string text;     ///< the file's; "" if it is not graded
    std::string refusal;  ///< why it is not graded, one sentence; "" if it is
    std::vector<std::string> look_at = {};  ///< what the teacher should look at
    bool unchanged = false;                 ///< the starter, as it was given out
};

struct Submission {
    std::string name;
    std::vector<HandIn> labs;        ///< in the order of the labs; a lab without a file is missing
    std::vector<std::string> notes;  ///< what was ignored

    const HandIn* of(const Lab& lab) const;
};

/// `labs` are the ones that are graded. `others` are paths that must not be opened, because they
/// are links, pipes or devices, or, with a slash at their end, have a name that Windows cannot
/// have: what Wine does not tell and the launcher does. Throws Problem (usage) if
/// there is no such folder, or no submission in it.
std::vector<Submission> collect(const fs::path& folder, const std::vector<const Lab*>& labs,
                                const fs::path& root, const std::set<std::string>& others);

}  // namespace runner
