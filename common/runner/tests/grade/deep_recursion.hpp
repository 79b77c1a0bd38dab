// deep_recursion.hpp - calls itself until there is no stack.
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

DWORD job(int number);

inline int deeper(volatile int* above) {
    volatile int here[256] = {*above};
    return deeper(here) + here[0];
}

inline std::vector<DWORD> run_jobs(int count) {
    volatile int first = count;
    return std::vector<DWORD>(static_cast<std::size_t>(deeper(&first)));
}
