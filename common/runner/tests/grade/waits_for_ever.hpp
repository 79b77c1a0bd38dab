// waits_for_ever.hpp - waits for what nobody will do.
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

DWORD job(int number);

inline std::vector<DWORD> run_jobs(int) {
    ::WaitForSingleObject(::CreateEventW(nullptr, TRUE, FALSE, nullptr), INFINITE);
    return {};
}
