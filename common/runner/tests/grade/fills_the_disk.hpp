// fills_the_disk.hpp - writes files until no more can be written.
#pragma once

#include "common/win32/windows.hpp"

#include <cstdio>
#include <string>

inline const int filled = [] {
    const std::string block(1 << 20, 'x');
    for (int number = 0; number < 4096; ++number) {
        std::FILE* file = std::fopen(("block" + std::to_string(number)).c_str(), "wb");
        if (file == nullptr) break;
        const std::size_t written = std::fwrite(block.data(), 1, block.size(), file);
        if (std::fclose(file) != 0 || written != block.size()) break;
    }
    return 0;
}();
