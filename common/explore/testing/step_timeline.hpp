// step_timeline.hpp - a failing execution as a timeline: its clock counts steps.
//
// Each step of the schedule takes one unit. Between two steps a thread waits, if it cannot take the
// next one, or is not asked; a lock is held from the step that takes it to the step that gives it
// back. Who waits for ever waits one unit longer than the execution lasts.
#pragma once

#include "common/explore/explore.hpp"
#include "common/timeline/document.hpp"

#include <string>

namespace explore {

/// Of a report that has a trace; without one, a document without lanes.
timeline::Document step_timeline(const Report& report, const std::string& title);

}  // namespace explore
