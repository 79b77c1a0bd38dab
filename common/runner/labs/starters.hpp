// starters.hpp - a lab's file as it was delivered, and the learner's text before it is given back.
//
//     const fs::path saved = restore_starter(root, lab, "2026-11-30_19-45-12");
//
// The delivered text is under version control, in the solution's folder: delivered.hpp. Neither git
// (a downloaded archive has none, and a learner may commit what he has written) nor the build
// folder (it is deleted now and then, and made anew from an edited lab) could be relied on.
#pragma once

#include "common/runner/labs/catalog.hpp"

#include <string>
#include <string_view>

namespace runner {

/// solutions/NN-topic/name/delivered.hpp
fs::path delivered_file(const fs::path& root, const Lab& lab);

/// Is `text` what was delivered? Line ends do not count. False if nobody knows what was.
bool is_delivered(const fs::path& root, const Lab& lab, std::string_view text);

/// Writes the delivered text into the lab's file. What was in it before is then in a new file
/// saved/L01-name/`moment`.hpp, which is answered; empty if the lab was as delivered or its file
/// was missing. Throws Problem (environment), with the lab untouched, if either cannot be written.
fs::path restore_starter(const fs::path& root, const Lab& lab, const std::string& moment);

/// "2026-11-30_19-45-12", local time: a part of a file name on every system.
std::string this_moment();

}  // namespace runner
