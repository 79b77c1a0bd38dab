// card.cpp - one pass over the lines; a table of keys tells where each value goes.
#include "common/runner/card.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text.hpp"

#include <cstdlib>
#include <map>

namespace runner {
namespace {

struct Value {
    std::size_t line;
    std::string text;
};

class CardParser {
public:
    CardParser(std::string_view text, const std::string& file) : file_(file) {
        std::string* value = nullptr;  // what a continuation line continues
        for (const std::string_view line : lines_of(text)) {
            ++line_;
            if (trimmed(line).empty()) continue;
            if (!is_printable(line)) fail(line_, "this is not UTF-8 text");
            if (line.front() == ' ' || line.front() == '\t') {
                if (value == nullptr) fail(line_, "this line continues nothing");
                append_wrapped(*value, trimmed(line));
            } else {
                value = &open(line);
            }
        }
    }

    Card card() {
        Card card;
        card.id = required("id");
        card.title = required("title");
        card.title_zh = optional("title.zh");
        for (const auto word : words_of(optional("topics"))) card.topics.emplace_back(word);
        card.minutes = minutes();
        card.fast = fast();
        card.verdict = optional("verdict");
        card.diagnosis = required("diagnosis");
        read_break(card);
        for (std::size_t i = 0; i < card.hints.size(); ++i) {
            const std::string key = "hint" + std::to_string(i + 1);
            card.hints[i] = optional(key);
            card.hints_zh[i] = optional(key + ".zh");
        }
        check(card);
        return card;
    }

private:
    static bool known(std::string_view key) {
        static constexpr std::string_view kKeys[] = {
            "id",        "title",    "title.zh", "topics",  "minutes", "verdict",
            "diagnosis", "break",    "hint1",    "hint2",   "hint3",   "hint1.zh",
            "hint2.zh",  "hint3.zh", "track",    "outcomes"};  // outcomes: for the build
        for (const auto candidate : kKeys)
            if (candidate == key) return true;
        return false;
    }

    [[noreturn]] void fail(std::size_t line, const std::string& what) const {
        throw Problem(kEnvironment, file_ + ':' + std::to_string(line) + ": " + what);
    }

    std::string& open(std::string_view line) {
        const std::size_t colon = line.find(':');
        if (colon == line.npos) fail(line_, "expected 'key: value'");
        const std::string key(line.substr(0, colon));
        if (!known(key)) fail(line_, "unknown key '" + key + "'");
        const auto [at, added] =
            values_.try_emplace(key, Value{line_, std::string(trimmed(line.substr(colon + 1)))});
        if (!added)
            fail(line_,
                 "'" + key + "' is there already, in line " + std::to_string(at->second.line));
        return at->second.text;
    }

    std::string optional(const std::string& key) const {
        const auto at = values_.find(key);
        return at == values_.end() ? "" : at->second.text;
    }
    std::string required(const std::string& key) const {
        const std::string text = optional(key);
        if (text.empty()) fail(line_ == 0 ? 1 : line_, "the line '" + key + ": ...' is missing");
        return text;
    }
    std::size_t line_of(const std::string& key) const { return values_.at(key).line; }

    int minutes() const {
        const std::string text = required("minutes");
        const bool sane = is_number(text) && text.size() <= 3 && text.front() != '0';
        if (!sane) fail(line_of("minutes"), "'minutes' is a number from 1 to 999");
        return std::atoi(text.c_str());
    }

    bool fast() const {
        if (values_.find("track") == values_.end()) return false;
        if (optional("track") != "fast") fail(line_of("track"), "there is one track: 'fast'");
        return true;
    }

    void read_break(Card& card) const {
        const std::string text = optional("break");
        const auto words = words_of(text);
        if (words.empty() && values_.find("break") == values_.end()) return;
        const bool sane =
            words.size() == 2 && words[0].starts_with("Test") &&
            words[1].find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
        if (!sane) fail(line_of("break"), "'break' looks like Test2_TwoThreadsPush ABBA");
        card.break_test = words[0];
        card.break_letters = words[1];
        if (card.verdict.find('E') == card.verdict.npos)
            fail(line_of("break"), "only a lab with the verdict E has a break stage");
    }

    void check(const Card& card) const {
        const bool id = card.id.size() == 3 && card.id[0] == 'L' && is_number(card.id.substr(1));
        if (!id) fail(line_of("id"), "an id looks like L01");
        if (card.verdict.find_first_not_of("EGLSP +,") != card.verdict.npos)
            fail(line_of("verdict"), "'verdict' is made of the letters E G L S P");
        if (card.diagnosis.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") !=
            card.diagnosis.npos)
            fail(line_of("diagnosis"), "a diagnosis is lower case letters, digits and '-'");
    }

    std::string file_;
    std::size_t line_ = 0;
    std::map<std::string, Value, std::less<>> values_;
};

}  // namespace

Card parse_card(std::string_view text, const std::string& file) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // some editors write it
    return CardParser(text, file).card();
}

}  // namespace runner
