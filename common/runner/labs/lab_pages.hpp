// lab_pages.hpp - the pages of one lab: the schedule that it fails with, the timeline of a run.
#pragma once

#include "common/runner/session.hpp"
#include "common/runner/text/json.hpp"
#include "common/runner/text/page.hpp"

#include <optional>

namespace runner {

/// From what the last check has left (report_file()): what the page needs, with the text of the
/// lab's files beside the steps. Empty if the lab does not fail under a schedule. Throws Problem
/// (environment) if the report makes no sense.
std::optional<Page> schedule_page(const Session& session, const Lab& lab);

/// From a Chrome trace.
Page timeline_page(const Session& session, const Json& timeline);

/// out/<preset>/report/L04.schedule.html
fs::path lab_page_file(const Session& session, const Lab& lab, const char* kind);

/// Writes the page and says where it is. A template that has not been built is no reason to fail:
/// then there is no page, and nothing is said.
void offer_page(const Session& session, const char* name, const Page& page, const fs::path& file);

/// The same for the schedule of the last check, if there is one.
void offer_schedule_page(const Session& session, const Lab& lab);

}  // namespace runner
