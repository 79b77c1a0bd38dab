// search.cpp - substrings; nothing here is large enough for more.
#include "common/runner/commands/search.hpp"

#include "common/runner/text/text.hpp"

#include <algorithm>

namespace runner {
namespace {

bool is_chapter_word(std::string_view word) {
    return word.size() > 2 && word.starts_with("ch") && is_number(word.substr(2));
}

bool is_in_chapter(std::string_view chapter, std::string_view word) {
    std::string number(word.substr(2));
    if (number.size() == 1) number.insert(0, "0");
    return chapter.substr(0, 2) == number;
}

// `text` is all that is known of the thing, in lower case.
bool has_all(const std::string& text, std::string_view chapter,
             const std::vector<std::string>& words) {
    return std::all_of(words.begin(), words.end(), [&](const std::string& typed) {
        const std::string word = lower(typed);
        if (is_chapter_word(word)) return is_in_chapter(chapter, word);
        return text.find(word) != text.npos;
    });
}

}  // namespace

bool matches(const Lab& lab, const std::vector<std::string>& words) {
    // A line each, so that no word is found across two of them.
    std::string text = lab.card.id + '\n' + lab.name + '\n' + lab.card.title + '\n' +
                       lab.card.title_zh + '\n' + lab.chapter;
    for (const std::string& topic : lab.card.topics) text += '\n' + topic;
    return has_all(lower(text), lab.chapter, words);
}

bool matches(const Demo& demo, const std::vector<std::string>& words) {
    return has_all(
        lower(demo.name + '\n' + demo.title + '\n' + demo.title_zh + '\n' + demo.chapter),
        demo.chapter, words);
}

}  // namespace runner
