// includes_solution.hpp - lets the workbook's own solution be judged.
#pragma once

#include "common/win32/windows.hpp"

#include <solutions/01-threads/exit_code_259/exit_code_259.hpp>
