// show_break.hpp - the task of a lab's break stage, for `wb break LAB` and for watch mode.
#pragma once

#include "common/runner/labs/break_run.hpp"
#include "common/runner/session.hpp"

namespace runner {

/// `run` is the one without letters; `repaired`: the turns that break the lab as delivered do not
/// break it now. Answers the exit code.
int show_break_task(const Session& session, const Lab& lab, const BreakRun& run, bool repaired);

}  // namespace runner
