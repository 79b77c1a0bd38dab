// exits_before_main.hpp - ends the program as if all were well, before the judge begins.
#pragma once

#include "common/win32/windows.hpp"

inline const int ended_early = (::ExitProcess(0), 0);
