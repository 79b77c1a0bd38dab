// show_progress.hpp - how far the learner has come, in one line.
#pragma once

#include "common/runner/session.hpp"

namespace runner {

/// "[#####-----] 12 of 41 labs passed"
void show_progress_bar(const Session& session);

}  // namespace runner
