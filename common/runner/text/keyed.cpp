// keyed.cpp - one pass over the lines.
#include "common/runner/text/keyed.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

namespace runner {

void fail_in(const std::string& file, std::size_t line, const std::string& what) {
    throw Problem(kEnvironment, file + ':' + std::to_string(line) + ": " + what);
}

KeyedText parse_keyed(std::string_view text, const std::string& file,
                      bool (*known)(std::string_view key)) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // some editors write it
    KeyedText keyed;
    std::string* value = nullptr;  // what a continuation line continues
    for (const std::string_view line : lines_of(text)) {
        const std::size_t here = ++keyed.lines;
        if (trimmed(line).empty()) continue;
        if (!is_printable(line)) fail_in(file, here, "this is not UTF-8 text");
        if (line.front() == ' ' || line.front() == '\t') {
            if (value == nullptr) fail_in(file, here, "this line continues nothing");
            append_wrapped(*value, trimmed(line));
            continue;
        }
        const std::size_t colon = line.find(':');
        if (colon == line.npos) fail_in(file, here, "expected 'key: value'");
        const std::string key(line.substr(0, colon));
        if (!known(key)) fail_in(file, here, "unknown key '" + key + "'");
        const auto [at, added] = keyed.values.try_emplace(
            key, KeyedText::Value{here, std::string(trimmed(line.substr(colon + 1)))});
        if (!added)
            fail_in(file, here,
                    "'" + key + "' is there already, in line " + std::to_string(at->second.line));
        value = &at->second.text;
    }
    return keyed;
}

}  // namespace runner
