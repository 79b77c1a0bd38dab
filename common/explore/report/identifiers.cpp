// identifiers.cpp - a scanner that knows just enough C++ to find names in one line.
#include "common/explore/report/identifiers.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace explore {
namespace {

constexpr std::string_view kWords[] = {
    "auto",   "bool",     "break",    "case",     "char",   "const",     "continue", "default",
    "delete", "do",       "double",   "else",     "false",  "float",     "for",      "goto",
    "if",     "int",      "long",     "mutable",  "new",    "nullptr",   "return",   "short",
    "signed", "static",   "struct",   "switch",   "this",   "true",      "unsigned", "void",
    "while",  "volatile", "co_await", "co_yield", "sizeof", "constexpr", "throw",    "class"};

bool is_word(std::string_view name) {
    return std::find(std::begin(kWords), std::end(kWords), name) != std::end(kWords);
}

bool begins_name(char c) { return c == '_' || std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool continues_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

// Behind the closing quote, or the end of the line.
std::size_t end_of_text(std::string_view line, std::size_t quote) {
    std::size_t i = quote + 1;
    while (i < line.size() && line[i] != line[quote]) i += line[i] == '\\' ? 2 : 1;
    return i + 1;
}

std::set<std::string_view> names_in(std::string_view line) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < line.size();) {
        if (line.substr(i, 2) == "//") break;
        if (line[i] == '"' || line[i] == '\'') {
            i = end_of_text(line, i);
            continue;
        }
        std::size_t end = i;
        while (end < line.size() && continues_name(line[end])) ++end;
        const std::string_view name = line.substr(i, end - i);
        const std::size_t next = line.find_first_not_of(' ', end);
        const std::string_view after = next == line.npos ? "" : line.substr(next, 2);
        const bool other = after == "::" || after.substr(0, 1) == "(" ||
                           (!after.empty() && begins_name(after[0]));  // the type of what follows
        if (!name.empty() && begins_name(name[0]) && !is_word(name) && !other) names.insert(name);
        i = std::max(end, i + 1);
    }
    return names;
}

}  // namespace

std::string only_common_name(std::string_view line, std::string_view other) {
    const std::set<std::string_view> first = names_in(line), second = names_in(other);
    std::string common;
    for (const std::string_view name : first) {
        if (second.count(name) == 0) continue;
        if (!common.empty()) return "";
        common = name;
    }
    return common;
}

}  // namespace explore
