// kept_timeline.hpp - of all the tests that a program runs, the one whose timeline is worth a file.
//
// The environment variable WORKBOOK_TIMELINE names the file. It gets the timeline of the first test
// that fails, hangs or crashes; if none does, that of the last one in which anything was recorded.
// For another test, run it alone: --gtest_filter. Without the variable nothing is recorded.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace workbook {

/// Records each test; nullptr if nobody wants a timeline.
std::unique_ptr<testing::TestEventListener> make_timeline_listener();

/// True: a timeline is wanted, and no test before the running one has failed.
bool timeline_wanted();

/// The text of a timeline that was made otherwise, of a test that has failed. The first one counts.
void keep_timeline_of_failure(const std::string& json);

/// For a process that ends in the middle of a test: its timeline up to now. Safe to call from any
/// thread.
void keep_running_timeline();

}  // namespace workbook
