// lab_run.hpp - runs a lab's program and collects what it leaves: its end, its result file, its
// output.
//
//     if (const auto run = run_lab(lab, bin, kCheck, {}, 60s)) look_at(run->end, run->result);
#pragma once

#include "common/runner/child.hpp"
#include "common/runner/labs/catalog.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace runner {

/// What a program is run for. Each has a result file of its own, so that a replay does not replace
/// the finding that it repeats.
inline constexpr char kCheck[] = "check";
inline constexpr char kReplay[] = "replay";
inline constexpr char kBreak[] = "break";

/// Environment variables of the program, in UTF-8: WORKBOOK_SCHEDULE, WORKBOOK_LETTERS
/// (common/explore/testing/letters.hpp), GTEST_FILTER, WORKBOOK_TIMELINE
/// (common/testing/kept_timeline.hpp), WORKBOOK_REPORT_JSON
/// (common/explore/testing/report_file.hpp).
using Settings = std::vector<std::pair<const wchar_t*, std::string>>;

struct LabRun {
    w32::ChildEnd end;
    std::optional<std::string> result;  ///< the text of the result file; empty if it left none
    std::string output;                 ///< the first megabyte
};

/// results/<program>.check.txt, beside the folder `bin` of the programs.
fs::path result_file(const Lab& lab, const fs::path& bin, const char* purpose);

/// Deletes what an earlier run has left. Throws Problem (environment) if that is not possible.
void remove_old(const fs::path& file);
/// A lab's program while it runs; it is ended with this object.
class LabProcess {
public:
    /// nullptr if there is no such program. Throws Problem (environment) if it cannot be started or
    /// an old result file is in the way.
    static std::unique_ptr<LabProcess> start(const Lab& lab, const fs::path& bin,
                                             const char* purpose, const Settings& settings);

    /// Signaled from the moment when the program has ended.
    HANDLE get() const noexcept { return child_->get(); }
    /// What it was started for.
    std::string_view purpose() const noexcept { return purpose_; }
    /// Ends it, if it still runs.
    LabRun finish();

private:
    LabProcess(fs::path result, std::string purpose)
        : result_(std::move(result)), purpose_(std::move(purpose)) {}

    fs::path result_;
    std::string purpose_;
    std::string output_;  // the reader's, until the child is gone
    std::unique_ptr<w32::RunningChild> child_;
};

/// Runs all tests of the lab, if the settings do not say otherwise. The program is ended after
/// `limit`. Empty if there is none. Throws Problem (environment) if it cannot be started or an old
/// result file is in the way.
std::optional<LabRun> run_lab(const Lab& lab, const fs::path& bin, const char* purpose,
                              const Settings& settings, w32::Timeout limit);

}  // namespace runner
