// null_write.hpp - writes where there is nothing.
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

DWORD job(int number);

inline std::vector<DWORD> run_jobs(int count) {
    int* volatile nothing = nullptr;
    *nothing = count;
    return {};
}
