// explanation.hpp - what can be read once a lab is solved: the solution's DISCUSSION, and what the
// other right repairs do.
#pragma once

#include "common/runner/session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// The comment lines behind "// DISCUSSION", without their "// "; empty if there are none.
std::vector<std::string> discussion_in(std::string_view source);

/// "// ALTERNATIVE: no lock at all, ..." up to the first line that is no comment, as one sentence;
/// "" if the file does not begin so.
std::string alternative_in(std::string_view source);

/// solutions/NN-topic/name/name.hpp
fs::path solution_file(const fs::path& root, const Lab& lab);

/// The DISCUSSION, indented; a sentence if there is none.
void show_discussion(const Session& session, const Lab& lab);

/// A line per file in alternatives/, with its path.
void show_alternatives(const Screen& screen, const fs::path& root, const Lab& lab);

}  // namespace runner
