// prints_gigabytes.hpp - prints without end.
#pragma once

#include "common/win32/windows.hpp"

#include <cstdio>
#include <string>

inline const int printed = [] {
    const std::string line(1 << 16, 'x');
    for (;;) (void)std::fwrite(line.data(), 1, line.size(), stdout);
    return 0;
}();
