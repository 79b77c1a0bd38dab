// report_file.hpp - what an explored test program leaves of its first failing test.
//
// The environment variable WORKBOOK_REPORT_JSON names a file: it gets Report::json() with the
// test's name and the replay string, {"test":"Suite.Test","replay":"7f3c-A3BA2B","outcome":...}.
// With WORKBOOK_TIMELINE (common/testing/kept_timeline.hpp) the schedule becomes a timeline.
#pragma once

#include "common/explore/explore.hpp"

#include <string>

namespace explore {

/// Report::json(), with the two members in front.
std::string report_json(const Report& report, const std::string& test);

/// Writes both files, if they are wanted and no earlier test of the program has failed. What cannot
/// be written is a sentence on stderr. Safe to call from any thread.
void leave_report(const Report& report, const std::string& test);

}  // namespace explore
