// junit.cpp - not an XML parser: it knows the one writer, and takes its elements one after another.
#include "common/runner/results/junit.hpp"

#include <array>
#include <utility>

namespace runner {
namespace {

// &lt; and its kin; anything else stays as it is.
std::string unescaped(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
        {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}}};
    std::string out;
    while (!text.empty()) {
        std::size_t length = 1;
        char c = text.front();
        for (const auto& [entity, character] : kEntities) {
            if (!text.starts_with(entity)) continue;
            length = entity.size();
            c = character;
        }
        out += c;
        text.remove_prefix(length);
    }
    return out;
}

std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
    const std::size_t begin = text.find(open);
    if (begin == text.npos) return {};
    const std::string_view rest = text.substr(begin + open.size());
    const std::size_t end = rest.find(close);
    return end == rest.npos ? std::string_view{} : rest.substr(0, end);
}

CTestResult::Outcome outcome_of(std::string_view element) {
    using Outcome = CTestResult::Outcome;
    const std::string_view status = between(element, "status=\"", "\"");
    if (status == "run") return Outcome::passed;
    if (status == "fail") return Outcome::failed;
    // SKIP_RETURN_CODE=..., SKIP_REGULAR_EXPRESSION_MATCHED: the test itself said so.
    const std::string_view why = between(element, "<skipped message=\"", "\"");
    return why.starts_with("SKIP_") ? Outcome::skipped : Outcome::not_run;
}

}  // namespace

std::optional<std::vector<CTestResult>> parse_junit(std::string_view text) {
    constexpr std::string_view kOpen = "<testcase ";
    constexpr std::string_view kClose = "</testcase>";
    if (text.find("<testsuite") == text.npos || text.find("</testsuite>") == text.npos)
        return std::nullopt;
    std::vector<CTestResult> results;
    for (std::size_t at = 0; (at = text.find(kOpen, at)) != text.npos;) {
        const std::size_t end = text.find(kClose, at);
        if (end == text.npos) return std::nullopt;
        const std::string_view element = text.substr(at, end - at);
        results.push_back({unescaped(between(element, "name=\"", "\"")), outcome_of(element),
                           unescaped(between(element, "<system-out>", "</system-out>"))});
        at = end;
    }
    return results;
}

}  // namespace runner
