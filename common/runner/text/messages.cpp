// messages.cpp - patterns with holes, and who speaks.
#include "common/runner/text/messages.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/session.hpp"
#include "common/runner/text/keyed.hpp"
#include "common/runner/text/text.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace runner {
namespace {

constexpr std::size_t kHole = 3;     // "{1}"
constexpr std::size_t kDeepest = 4;  // sentences in sentences

using Captured = std::array<std::string_view, 10>;

// The place of the next hole from `from` on; npos if there is none.
std::size_t next_hole(std::string_view pattern, std::size_t from = 0) {
    for (std::size_t at = from; (at = pattern.find('{', at)) != pattern.npos; ++at)
        if (at + 2 < pattern.size() && pattern[at + 2] == '}' && pattern[at + 1] >= '1' &&
            pattern[at + 1] <= '9')
            return at;
    return pattern.npos;
}

// A hole takes as little as it can; it may be empty.
bool fits(std::string_view pattern, std::string_view text, Captured& captured) {
    const std::size_t hole = next_hole(pattern);
    if (hole == pattern.npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, hole))) return false;
    text.remove_prefix(hole);
    std::string_view& mine = captured[static_cast<std::size_t>(pattern[hole + 1] - '0')];
    for (std::size_t length = 0; length <= text.size(); ++length) {
        if (!fits(pattern.substr(hole + kHole), text.substr(length), captured)) continue;
        mine = text.substr(0, length);
        return true;
    }
    return false;
}

std::optional<std::string> translated(const std::vector<Messages::Pair>& pairs,
                                      std::string_view text, std::size_t depth) {
    for (const auto& [english, chinese] : pairs) {
        Captured captured{};
        if (!fits(english, text, captured)) continue;
        std::string out;
        std::size_t done = 0;
        for (std::size_t hole; (hole = next_hole(chinese, done)) != chinese.npos;
             done = hole + kHole) {
            out += chinese.substr(done, hole - done);
            const std::string_view part =
                captured[static_cast<std::size_t>(chinese[hole + 1] - '0')];
            const auto own = depth < kDeepest && !part.empty() && part.size() < text.size()
                                 ? translated(pairs, part, depth + 1)
                                 : std::nullopt;
            out += own ? *own : std::string(part);
        }
        return out + chinese.substr(done);
    }
    return std::nullopt;
}

// What complain() knows; a process speaks one language.
Messages& spoken() {
    static Messages only;
    return only;
}

}  // namespace

Messages Messages::parse(std::string_view text, const std::string& file) {
    Messages messages;
    std::string english;
    std::size_t number = 0;
    for (const std::string_view line : lines_of(text)) {
        ++number;
        if (!is_printable(line)) fail_in(file, number, "this is not UTF-8 text");
        if (line.starts_with('#')) continue;
        if (english.empty()) {
            english = line;
        } else if (line.empty()) {
            fail_in(file, number, "the sentence above lacks its translation");
        } else {
            messages.pairs_.push_back({std::exchange(english, ""), std::string(line)});
        }
    }
    if (!english.empty()) fail_in(file, number, "the sentence above lacks its translation");
    return messages;
}

std::optional<std::string> Messages::in_chinese(std::string_view sentence) const {
    return translated(pairs_, sentence, 0);
}

void complain_in_chinese(const fs::path& root) try {
    const std::string name = "common/runner/words/messages.zh.txt";
    spoken() = Messages::parse(read_file(root / fs::path(name)).value_or(""), name);
} catch (const Problem& problem) {
    complain(problem.what());
}

std::string in_our_language(std::string_view sentence) {
    return spoken().in_chinese(sentence).value_or(std::string(sentence));
}

void complain(std::string_view sentence) {
    const auto chinese = spoken().in_chinese(sentence);
    const std::string said =
        as_typed_here(chinese ? *chinese + "\u3002" : std::string(sentence) + '.');
    std::fflush(stdout);
    std::fprintf(stderr, "wb: %s\n", said.c_str());
}

}  // namespace runner
