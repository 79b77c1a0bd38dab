// report_file.cpp - the first failure of the program counts.
#include "common/explore/testing/report_file.hpp"

#include "common/explore/testing/step_timeline.hpp"
#include "common/testing/kept_timeline.hpp"
#include "common/timeline/output.hpp"
#include "common/win32/json_text.hpp"

#include <atomic>

namespace explore {
namespace {

std::atomic<bool> left{false};

}  // namespace

std::string report_json(const Report& report, const std::string& test) {
    return "{\"test\":" + w32::json_string(test) +
           ",\"replay\":" + w32::json_string(report.schedule) + ',' + report.json().substr(1);
}

void leave_report(const Report& report, const std::string& test) {
    if (left.exchange(true)) return;
    const std::wstring file = timeline::file_in(L"WORKBOOK_REPORT_JSON");
    if (!file.empty()) (void)timeline::write_or_complain(file, report_json(report, test));
    if (workbook::timeline_wanted() && !report.trace.empty())
        workbook::keep_timeline_of_failure(timeline::to_json(step_timeline(report, test)));
}

}  // namespace explore
