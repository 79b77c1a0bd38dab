// text.hpp - UTF-8 inside the workbook, UTF-16 at the border to Windows.
#pragma once

#include <string>
#include <string_view>

namespace w32 {

/// UTF-16 to UTF-8. A lone surrogate becomes U+FFFD; nothing is lost silently.
std::string to_utf8(std::wstring_view text);

/// UTF-8 to UTF-16. An invalid byte becomes U+FFFD.
std::wstring to_wide(std::string_view text);

}  // namespace w32
