// utf8.hpp - text of unknown make, brought into the notations of the log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace syelog {

/// `text` without the white space at its end.
std::string_view without_end(std::string_view text) noexcept;

/// Appends the text without white space at its end; control characters as \n, \t, \x1b ... so that
/// no client can forge a line or talk to the terminal. All other bytes stay as they are.
void append_escaped(std::string& out, std::string_view text);

/// Appends what may stand between the quotes of a JSON string. A byte that is not part of valid
/// UTF-8 becomes the character of that number (Latin-1): readable, and never invalid JSON.
void append_json_text(std::string& out, std::string_view text);

/// Appends a value of RFC 5424's structured data: '"', '\' and ']' are escaped with '\', control
/// characters as in append_escaped.
void append_parameter(std::string& out, std::string_view text);

/// How many bytes the valid UTF-8 character at the front of `text` has: 1 to 4; 0: it is none.
std::size_t utf8_length(std::string_view text) noexcept;

}  // namespace syelog
