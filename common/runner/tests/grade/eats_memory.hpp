// eats_memory.hpp - takes memory until there is no more, and writes to all of it.
#pragma once

#include "common/win32/windows.hpp"

#include <cstring>

inline const int eaten = [] {
    for (;;) {
        constexpr std::size_t kBlock = 1 << 26;
        void* block = ::VirtualAlloc(nullptr, kBlock, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
        if (block == nullptr) ::ExitProcess(9);
        std::memset(block, 1, kBlock);
    }
    return 0;
}();
