// search.hpp - runs executions until there is nothing left to explore, a finding, or a limit.
#pragma once

#include "common/explore/explore.hpp"
#include "common/explore/report/rerun.hpp"

#include <optional>

namespace explore {

/// Explores the program as the options say and fills in the figures of the report; `found` is the
/// first finding. Ends early if the engine asks for a restart. Search::replay is not handled here.
void search(const Program& program, const Options& options, Report& report,
            std::optional<Found>& found);

/// Enters the finding of the execution that has just ended into the report.
Found note_failure(const Engine& engine, Report& report);

}  // namespace explore
