// follow.hpp - what Search::letters and Search::shortest do.
#pragma once

#include "common/explore/explore.hpp"
#include "common/explore/report/rerun.hpp"

namespace explore {

/// Runs Options::letters once, and fills in the finding, if there is one, the trace and the
/// letters. Ends early if the engine asks for a restart; so does find_shortest().
void follow_letters(const Program& program, const Options& options, Report& report);

/// Report::letters are the fewest that lead to a finding, which is Report::outcome; the first ones
/// in the order of kTurnLetters if there are several. No finding: no such letters.
void find_shortest(const Program& program, const Options& options, Report& report);

}  // namespace explore
