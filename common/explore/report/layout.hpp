// layout.hpp - fits UTF-8 text into columns.
#pragma once

#include <string>
#include <vector>

namespace explore {

/// How many columns it takes.
std::size_t columns(const std::string& text);
/// "a long na…", if it takes more than `width` columns.
std::string cut(const std::string& text, std::size_t width);
/// Exactly `width` columns.
std::string padded(const std::string& text, std::size_t width);
/// Lines of at most `width` columns, broken at blanks where that is possible.
std::vector<std::string> broken(const std::string& text, std::size_t width);

}  // namespace explore
