// text.hpp - lines, words and columns of UTF-8 text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// The lines without their "\n" or "\r\n"; views into `text`. A final line break opens no new line.
std::vector<std::string_view> lines_of(std::string_view text);

/// Without spaces, tabs and line breaks at both ends.
std::string_view trimmed(std::string_view text);

/// Words separated by spaces or tabs; views into `text`.
std::vector<std::string_view> words_of(std::string_view text);

/// The fields between `separator`s: always one more than there are separators.
std::vector<std::string_view> split(std::string_view text, char separator);

std::string lower(std::string_view ascii);

/// True for digits only, at least one.
bool is_number(std::string_view text);

/// True if `text` is valid UTF-8 without control characters other than the tab.
bool is_printable(std::string_view text);

/// Columns a terminal needs: Chinese characters take two.
std::size_t columns(std::string_view text);

/// `text` followed by spaces up to `width` columns; at least one space.
std::string padded(std::string_view text, std::size_t width);

/// `line` goes on with `more`: with a space between them, except between Chinese characters and
/// behind Chinese punctuation.
void append_wrapped(std::string& line, std::string_view more);

/// Lines of at most `width` columns. Breaks at spaces and between Chinese characters; keeps the
/// line breaks of `text`. A single longer word gets a line of its own.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace runner
