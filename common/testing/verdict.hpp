// verdict.hpp - what a test program tells others: one VERDICT line, and a result file for wb.
//
// Result file (environment variable WORKBOOK_RESULT_FILE names it), UTF-8, one record per line,
// fields separated by tabs, line breaks inside a field written as \n, backslashes as \\:
//     workbook-result 1
//     test    Suite.Name  passed | skipped | failed   diagnosis   message
//     verdict passed | <diagnosis> | failed | hangs | crashes   Suite.Name
// The verdict comes last; a file without one belongs to a program that was ended from outside.
#pragma once

#include <string>

namespace workbook {

/// Prints the VERDICT line and completes the result file. If a test has failed before, its
/// diagnosis stays the verdict. Safe to call from any thread; only the first call counts. `test` is
/// "Suite.Name", or "" for "passed".
void announce_verdict(const std::string& verdict, const std::string& test);

/// Writes down that the test has failed, and that this is the verdict: for a finding that the
/// process does not survive. Safe to call from any thread.
void announce_failure(const std::string& test, const std::string& diagnosis,
                      const std::string& message);

/// Exit codes of a test program. All fit into the 8 bits that survive Wine.
enum ExitCode { kPassed = 0, kFailed = 1, kHangs = 3, kCrashes = 4 };

}  // namespace workbook
