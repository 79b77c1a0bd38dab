// forms.hpp - the overview for a person, a page and a program.
#pragma once

#include "common/runner/report/overview.hpp"
#include "common/runner/text/json.hpp"

#include <string>

namespace runner {

void show_overview(const Session& session, const Overview& overview);
Json overview_json(const Overview& overview, const Session& session);
std::string overview_html(const Overview& overview, const Session& session);

/// A test suite per chapter, a test case per lab: what was not passed is a failure, what was never
/// checked is skipped.
std::string overview_junit(const Overview& overview);

}  // namespace runner
