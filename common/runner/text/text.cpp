// text.cpp - a small UTF-8 decoder, and what is built on it.
#include "common/runner/text/text.hpp"

#include <algorithm>

namespace runner {
namespace {

constexpr char32_t kInvalid = 0xFFFFFFFF;

// Takes one character off the front. An invalid byte is taken alone and answers kInvalid.
char32_t take(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    const std::size_t length = first < 0x80             ? 1
                               : (first & 0xE0) == 0xC0 ? 2
                               : (first & 0xF0) == 0xE0 ? 3
                               : (first & 0xF8) == 0xF0 ? 4
                                                        : 0;
    if (length == 0 || length > text.size()) return text.remove_prefix(1), kInvalid;
    char32_t code = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return text.remove_prefix(1), kInvalid;
        code = code << 6 | (byte(i) & 0x3FU);
    }
    // Overlong forms, surrogates and numbers that Unicode does not have.
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool legal =
        code >= kSmallest[length] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    text.remove_prefix(legal ? length : 1);
    return legal ? code : kInvalid;
}

bool is_wide(char32_t code) {
    return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
           (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
           (code >= 0xFFE0 && code <= 0xFFE6) || (code >= 0x20000 && code <= 0x3FFFD);
}

// Punctuation that must not begin a line: 、。，．：；！？）》」』 and the like.
bool closes(char32_t code) {
    return std::u32string_view(
               U"\u3001\u3002\uFF0C\uFF0E\uFF1A\uFF1B\uFF01\uFF1F\uFF09\u300B"
               U"\u300D\u300F\u201D")
               .find(code) != std::u32string_view::npos;
}

// The pieces between which a line may be broken: words with the spaces behind them, and single
// Chinese characters.
std::vector<std::string_view> pieces_of(std::string_view line) {
    std::vector<std::string_view> pieces;
    std::size_t begin = 0;
    bool may_break = false;
    for (std::string_view rest = line; !rest.empty();) {
        const std::size_t here = line.size() - rest.size();
        const char32_t code = take(rest);
        const bool breaks_before = (may_break || is_wide(code)) && code != U' ' && !closes(code);
        if (here > begin && breaks_before) {
            pieces.push_back(line.substr(begin, here - begin));
            begin = here;
        }
        may_break = code == U' ' || is_wide(code);
    }
    if (begin < line.size()) pieces.push_back(line.substr(begin));
    return pieces;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    return lines;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; (at = text.find_first_not_of(" \t", at)) != text.npos;) {
        const std::size_t end = std::min(text.find_first_of(" \t", at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> fields;
    for (;;) {
        const std::size_t end = text.find(separator);
        fields.push_back(text.substr(0, end));
        if (end == text.npos) return fields;
        text.remove_prefix(end + 1);
    }
}

std::string lower(std::string_view ascii) {
    std::string out(ascii);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

bool is_printable(std::string_view text) {
    while (!text.empty()) {
        const char32_t code = take(text);
        if (code == kInvalid || code == 0x7F || (code < 0x20 && code != U'\t')) return false;
    }
    return true;
}

std::size_t columns(std::string_view text) {
    std::size_t sum = 0;
    while (!text.empty()) sum += is_wide(take(text)) ? 2 : 1;
    return sum;
}

std::string padded(std::string_view text, std::size_t width) {
    const std::size_t used = columns(text);
    return std::string(text) + std::string(used < width ? width - used : 1, ' ');
}

void append_wrapped(std::string& line, std::string_view more) {
    char32_t last = 0;
    for (std::string_view rest = line; !rest.empty();) last = take(rest);
    std::string_view front = more;
    const char32_t first = more.empty() ? 0 : take(front);
    const bool chinese = (is_wide(last) && is_wide(first)) || closes(last);
    if (!line.empty() && !chinese) line += ' ';
    line += more;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> out;
    for (const std::string_view line : lines_of(text)) {
        std::string current;
        for (const std::string_view piece : pieces_of(line)) {
            const std::size_t needed = columns(current) + columns(trimmed(piece));
            if (!current.empty() && needed > width) {
                out.emplace_back(trimmed(current));
                current.clear();
            }
            current += piece;
        }
        while (current.ends_with(' ')) current.pop_back();
        out.push_back(current);
    }
    return out;
}

}  // namespace runner
