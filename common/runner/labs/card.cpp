// card.cpp - which keys there are, and what their values may be.
#include "common/runner/labs/card.hpp"

#include "common/runner/text/keyed.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>
#include <cstdlib>

namespace runner {
namespace {

bool known_key(std::string_view key) {
    static constexpr std::string_view kKeys[] = {
        "id",        "title",    "title.zh", "topics",  "minutes", "verdict",
        "diagnosis", "break",    "hint1",    "hint2",   "hint3",   "hint1.zh",
        "hint2.zh",  "hint3.zh", "track",    "outcomes"};  // for the build
    for (const auto candidate : kKeys)
        if (candidate == key) return true;
    return false;
}

class CardParser {
public:
    CardParser(std::string_view text, const std::string& file)
        : file_(file), keyed_(parse_keyed(text, file, known_key)) {}

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
    [[noreturn]] void fail(std::size_t line, const std::string& what) const {
        fail_in(file_, line, what);
    }

    std::string optional(const std::string& key) const {
        const auto at = keyed_.values.find(key);
        return at == keyed_.values.end() ? "" : at->second.text;
    }
    std::string required(const std::string& key) const {
        const std::string text = optional(key);
        if (text.empty())
            fail(std::max<std::size_t>(keyed_.lines, 1), "the line '" + key + ": ...' is missing");
        return text;
    }
    std::size_t line_of(const std::string& key) const { return keyed_.values.at(key).line; }

    int minutes() const {
        const std::string text = required("minutes");
        const bool sane = is_number(text) && text.size() <= 3 && text.front() != '0';
        if (!sane) fail(line_of("minutes"), "'minutes' is a number from 1 to 999");
        return std::atoi(text.c_str());
    }

    bool fast() const {
        if (keyed_.values.find("track") == keyed_.values.end()) return false;
        if (optional("track") != "fast") fail(line_of("track"), "there is one track: 'fast'");
        return true;
    }

    void read_break(Card& card) const {
        const std::string text = optional("break");
        const auto words = words_of(text);
        if (words.empty() && keyed_.values.find("break") == keyed_.values.end()) return;
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
    KeyedText keyed_;
};

}  // namespace

Card parse_card(std::string_view text, const std::string& file) {
    return CardParser(text, file).card();
}

}  // namespace runner
