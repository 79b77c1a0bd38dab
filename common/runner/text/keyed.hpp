// keyed.hpp - texts of lines "key: value", such as lab.txt.
//
//     title: Five workers, one variable
//     hint1: Whose variable does a worker read,
//            and when?
//
// A line that begins with white space continues the value above it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace runner {

struct KeyedText {
    struct Value {
        std::size_t line;  ///< where its key stands, from 1
        std::string text;
    };
    std::map<std::string, Value, std::less<>> values;
    std::size_t lines = 0;  ///< of the whole text
};

/// `file` is named in the message. Throws Problem (environment) with file and line for a key that
/// is not `known` or there twice, and for a line that is not UTF-8 or no "key: value".
KeyedText parse_keyed(std::string_view text, const std::string& file,
                      bool (*known)(std::string_view key));

/// How such a message begins and looks: "lab.txt:3: what".
[[noreturn]] void fail_in(const std::string& file, std::size_t line, const std::string& what);

}  // namespace runner
