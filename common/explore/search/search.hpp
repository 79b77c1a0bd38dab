// search.hpp - runs executions until there is nothing left to explore, a finding, or a limit.
#pragma once

#include "common/explore/engine/engine.hpp"
#include "common/explore/explore.hpp"

namespace explore {

/// Explores `body` as the options say and fills in the figures of the report. After a finding the
/// engine still knows its failure. Search::replay is not handled here.
void search(Engine& engine, void (*body)(), const Options& options, Report& report);

}  // namespace explore
