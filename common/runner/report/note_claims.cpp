// note_claims.cpp - as much Markdown as a claim needs.
#include "common/runner/report/note_claims.hpp"

#include "common/runner/text/text.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace runner {
namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// A list item, a heading, a quotation, a table's row: something new begins with this line.
bool begins_a_block(std::string_view line) {
    const std::string_view text = trimmed(line);
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    return text.empty() || text.starts_with("* ") || text.front() == '#' || text.front() == '>' ||
           text.front() == '|' || (digits > 0 && text.substr(digits).starts_with(". "));
}

std::vector<std::string> blocks_of(std::string_view markdown) {
    std::vector<std::string> blocks(1);
    for (const std::string_view line : lines_of(markdown)) {
        if (begins_a_block(line)) blocks.emplace_back();
        append_wrapped(blocks.back(), trimmed(line));
    }
    return blocks;
}

// The length of "`N05-02`" at the front of `text`; 0 if something else stands there.
std::size_t id_at(std::string_view text) {
    if (!text.starts_with("`N") || text.size() < 7 || text[4] != '-') return 0;
    std::size_t at = 5;
    while (at < text.size() && is_digit(text[at])) ++at;
    const bool sane = at > 5 && at < text.size() && is_digit(text[2]) && is_digit(text[3]);
    return sane && text[at] == '`' ? at + 1 : 0;
}

// The length of " `Count.IsOfUnits`", which follows an id.
std::size_t test_at(std::string_view text) {
    const std::string_view rest = trimmed(text);
    if (!rest.starts_with('`') || rest.starts_with("`N0") || rest.starts_with("`N1")) return 0;
    const std::size_t end = rest.find('`', 1);
    if (end == rest.npos || rest.substr(0, end).find('.') == rest.npos) return 0;
    return static_cast<std::size_t>(rest.data() - text.data()) + end + 1;
}

std::string sentence_of(std::string_view text) {
    for (const std::string_view mark : {"* ", "> ", "| ", " "})
        while (text.starts_with(mark)) text.remove_prefix(mark.size());
    for (const std::string_view mark : {"，", "、", "；", "。"})
        if (text.starts_with(mark)) text.remove_prefix(mark.size());
    text = trimmed(text);
    while (text.ends_with('|')) text = trimmed(text.substr(0, text.size() - 1));
    return std::string(text);
}

}  // namespace

std::map<std::string, std::string> claims_in_note(std::string_view markdown) {
    std::map<std::string, std::string> claims;
    for (const std::string& block : blocks_of(markdown)) {
        const std::string_view text = block;
        std::size_t begin = 0;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const std::size_t length = id_at(text.substr(at));
            if (length == 0) continue;
            std::string sentence = sentence_of(text.substr(begin, at - begin));
            if (!sentence.empty())
                claims.emplace(text.substr(at + 1, length - 2), std::move(sentence));
            begin = at + length;
            begin += test_at(text.substr(begin));
            at = begin - 1;
        }
    }
    return claims;
}

}  // namespace runner
