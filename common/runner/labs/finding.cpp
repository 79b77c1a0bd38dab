// finding.cpp - from the last line to the first: the schedule, the lanes, the sentence.
#include "common/runner/labs/finding.hpp"

#include "common/runner/text/text.hpp"

#include <algorithm>

namespace runner {
namespace {

constexpr std::size_t kReportWidth = 100;  // where a report breaks its sentences
constexpr std::string_view kSchedule = "replay: ";
constexpr std::size_t kLongestSchedule = 30'000;  // an environment variable has 32 767 characters

// A screen has its own width. A line break of the report itself is one where the next word would
// not have fitted any more; the others belong to the sentence.
std::string unwrapped(const std::vector<std::string_view>& lines, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string_view line = lines[i];
        const std::string_view word = line.substr(0, line.find(' '));
        const bool broken =
            i > 0 && !word.empty() && columns(lines[i - 1]) + 1 + columns(word) > kReportWidth;
        if (i > 0) text += broken ? ' ' : '\n';
        text += line;
    }
    return text;
}

std::string_view without(std::string_view text, std::string_view tag) {
    if (text.starts_with(tag)) text.remove_prefix(tag.size());
    return trimmed(text);
}

}  // namespace

Finding finding_of(const CaseResult& one) {
    // "Failed\n[lost-update] one of two increments is gone" -> "one of two increments is gone".
    // Failures of other kinds come as GoogleTest writes them.
    const std::string tag = one.diagnosis.empty() ? "" : "[" + one.diagnosis + "] ";
    std::string_view text = one.message;
    if (const std::size_t at = text.find(tag); !tag.empty() && at != text.npos)
        text.remove_prefix(at);
    if (text.starts_with("Failed\n")) text.remove_prefix(7);
    // A second failure of the same test waits for its turn.
    text = text.substr(0, text.find("\nFailed\n"));
    const std::vector<std::string_view> lines = lines_of(text);
    Finding finding;
    if (lines.empty() || !lines.back().starts_with(kSchedule)) {
        finding.sentence = without(text, tag);
        return finding;
    }
    finding.schedule = trimmed(lines.back().substr(kSchedule.size()));
    std::size_t end = lines.size() - 1;
    while (end > 0 && lines[end - 1].empty()) --end;
    std::size_t begin = end;  // lanes have no empty line, and one before them
    while (begin > 0 && !lines[begin - 1].empty()) --begin;
    if (begin == 0) begin = end;  // no lanes
    for (std::size_t i = begin; i < end; ++i) finding.lanes.emplace_back(lines[i]);
    finding.sentence = without(unwrapped(lines, begin), tag);
    return finding;
}

bool looks_like_schedule(std::string_view word) {
    constexpr std::string_view kHex = "0123456789abcdef";
    if (word.size() < 5 || word.size() > kLongestSchedule) return false;
    if (word.substr(0, 4).find_first_not_of(kHex) != word.npos) return false;
    if (word[4] != '-' && word[4] != '+') return false;
    return std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '+' || c == '.' || c == '-';
    });
}

}  // namespace runner
