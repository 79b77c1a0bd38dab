// includes_passwd.hpp - asks the compiler for a file of the teacher's.
#pragma once

#include "common/win32/windows.hpp"

#include "/etc/passwd"
