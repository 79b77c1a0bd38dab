// json_text.hpp - any bytes as a string of JSON.
//
//     out += "\"name\":" + w32::json_string(name);
//
// The one place that escapes: reports, timelines and pages are written with it, and a learner's
// source line may hold anything. RFC 8259, https://www.rfc-editor.org/rfc/rfc8259#section-7
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace w32 {

/// `text` in quotes. Quotes, backslashes and control characters are escaped, UTF-8 stays as it is,
/// and each byte that is no UTF-8 becomes U+FFFD: the result is valid JSON whatever `text` holds.
std::string json_string(std::string_view text);

/// How many bytes the first character of `text` takes, 1 to 4; 0 if it is empty or begins with what
/// is no UTF-8 (a stray byte, a form that is longer than needed, a surrogate, beyond U+10FFFF).
std::size_t utf8_length(std::string_view text) noexcept;

}  // namespace w32
