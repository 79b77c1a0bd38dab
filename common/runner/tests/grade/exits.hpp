// exits.hpp - ends the program as if all were well, in the middle of a test.
#pragma once

#include "common/win32/windows.hpp"

#include <cstdlib>
#include <vector>

DWORD job(int number);

inline std::vector<DWORD> run_jobs(int) { std::exit(0); }
