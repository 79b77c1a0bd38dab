// error_directive.hpp - does not want to be compiled.
#pragma once

#include "common/win32/windows.hpp"

#error "the student has not finished"
