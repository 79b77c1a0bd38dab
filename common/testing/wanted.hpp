// wanted.hpp - a number that whoever runs a test may set: how many, how long, from which seed.
//
//     const int minutes = workbook::wanted("WORKBOOK_MINUTES", 1);
#pragma once

#include "common/win32/windows.hpp"

#include <cstdlib>

namespace workbook {

/// The environment variable as a decimal number >= 0; `otherwise` if it is missing, or longer than
/// any number.
template <class Number>
Number wanted(const char* variable, Number otherwise) {
    char text[32];
    const DWORD length = ::GetEnvironmentVariableA(variable, text, sizeof text);
    if (length == 0 || length >= sizeof text) return otherwise;
    return static_cast<Number>(std::strtoull(text, nullptr, 10));
}

}  // namespace workbook
