// result.cpp - strict: half a record is not a verdict.
#include "common/runner/labs/result.hpp"

#include "common/runner/text/text.hpp"

namespace runner {
namespace {

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '\\' && i + 1 < text.size();
        if (!escape)
            out += text[i];
        else
            out += text[++i] == 'n' ? '\n' : text[i];
    }
    return out;
}

bool read_case(const std::vector<std::string_view>& fields, ResultFile& result) {
    using Outcome = CaseResult::Outcome;
    if (fields.size() != 5 || fields[1].find('.') == std::string_view::npos) return false;
    const bool passed = fields[2] == "passed";
    const bool skipped = fields[2] == "skipped";
    if (!passed && !skipped && fields[2] != "failed") return false;
    const Outcome outcome = passed ? Outcome::passed : skipped ? Outcome::skipped : Outcome::failed;
    result.cases.push_back(
        {std::string(fields[1]), outcome, std::string(fields[3]), unescaped(fields[4])});
    return true;
}

bool read_verdict(const std::vector<std::string_view>& fields, ResultFile& result) {
    if (fields.size() != 3 || fields[1].empty()) return false;
    result.verdict = fields[1];
    result.test = fields[2];
    result.state = ResultFile::State::complete;
    return true;
}

}  // namespace

ResultFile parse_result(std::string_view text) {
    ResultFile result;
    // A last line without its line break is one that was being written.
    const std::size_t end = text.rfind('\n');
    const auto lines = lines_of(text.substr(0, end == text.npos ? 0 : end + 1));
    if (lines.empty()) {
        constexpr std::string_view kHeading = "workbook-result 1";
        if (kHeading.starts_with(text)) result.state = ResultFile::State::cut_off;
        result.bad_line = 1;
        return result;
    }
    result.state = ResultFile::State::cut_off;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto fields = split(lines[i], '\t');
        const bool over = result.state == ResultFile::State::complete;  // nothing follows a verdict
        const bool good = is_printable(lines[i]) && !over &&
                          (i == 0                   ? lines[i] == "workbook-result 1"
                           : fields[0] == "test"    ? read_case(fields, result)
                           : fields[0] == "verdict" ? read_verdict(fields, result)
                                                    : false);
        if (good) continue;
        result.state = ResultFile::State::broken;
        result.bad_line = i + 1;
        break;
    }
    return result;
}

}  // namespace runner
