// endless_loop.hpp - never comes to an end, and computes meanwhile.
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

DWORD job(int number);

inline std::vector<DWORD> run_jobs(int) {
    for (volatile int on = 1; on != 0;) {
    }
    return {};
}
