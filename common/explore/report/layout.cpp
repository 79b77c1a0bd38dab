// layout.cpp - columns of UTF-8 text.
#include "common/explore/report/layout.hpp"

#include <algorithm>

namespace explore {
namespace {

// "WaitForSingleObject", "fork_is_taken": where a word in it begins, if there is such a place.
std::size_t end_of_part(const std::string& word, std::size_t width) {
    for (std::size_t end = width; end > 3; --end)
        if ((word[end] >= 'A' && word[end] <= 'Z') || word[end - 1] == '_') return end;
    for (std::size_t end = width; end > 1; --end)  // not within a character
        if ((static_cast<unsigned char>(word[end]) & 0xC0) != 0x80) return end;
    return width;
}

}  // namespace

// Bytes that begin a character.
std::size_t columns(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

std::string cut(const std::string& text, std::size_t width) {
    if (columns(text) <= width) return text;
    std::size_t end = 0, count = 0;
    while (end < text.size()) {
        if ((static_cast<unsigned char>(text[end]) & 0xC0) != 0x80 && ++count == width) break;
        ++end;
    }
    return text.substr(0, end) + "…";
}

std::string padded(const std::string& text, std::size_t width) {
    const std::string kept = cut(text, width);
    return kept + std::string(width - columns(kept), ' ');
}

std::vector<std::string> broken(const std::string& text, std::size_t width) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        std::string word = text.substr(at, end - at);
        at = end + 1;
        if (!lines.empty() && columns(lines.back()) + 1 + columns(word) <= width) {
            lines.back() += " " + word;
            continue;
        }
        while (columns(word) > width) {
            const std::size_t part = end_of_part(word, width);
            lines.push_back(word.substr(0, part));
            word.erase(0, part);
        }
        lines.push_back(word);
    }
    return lines;
}

}  // namespace explore
