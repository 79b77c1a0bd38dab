// input_bytes.cpp - byte by byte.
#include "common/runner/watch/input_bytes.hpp"

#include "common/runner/text/text.hpp"

#include <cstdlib>
#include <optional>

namespace runner {
namespace {

constexpr char kMark = '\xFF';
constexpr char kEscape = '\x1B';

std::optional<int> number_in(std::string_view word) {
    if (!is_number(word) || word.size() > 9) return std::nullopt;
    return std::atoi(std::string(word).c_str());
}

std::optional<Built> parse(std::string_view answer) {
    const auto words = words_of(answer);
    if (words.size() != 3 || words[0] != "built") return std::nullopt;
    const auto number = number_in(words[1]);
    const auto code = number_in(words[2]);
    if (!number || !code) return std::nullopt;
    return Built{*number, *code};
}

}  // namespace

std::vector<InputEvent> InputBytes::take(std::string_view bytes) {
    std::vector<InputEvent> events;
    bool escaped = false;
    for (const char c : bytes) {
        if (c == kMark) {
            in_answer_ = true;
            escaped = false;
            answer_.clear();
        } else if (in_answer_ && c == '\n') {
            if (const auto built = parse(answer_)) events.emplace_back(*built);
            in_answer_ = false;
        } else if (in_answer_) {
            answer_ += c;
            in_answer_ = answer_.size() < kLongestAnswer;
        } else if (c == kEscape) {
            escaped = true;
        } else if (!escaped) {
            events.emplace_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        }
    }
    return events;
}

}  // namespace runner
