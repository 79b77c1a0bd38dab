// windows.hpp - the one place where <windows.h> comes in.
//
// Every file of the workbook includes this instead, so that all of them see the same API
// version and no min/max macros.
#pragma once

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN  // leaves out winsock 1, which clashes with winsock2.h
#endif
#ifndef NOMINMAX
#define NOMINMAX  // keeps std::min and std::max usable
#endif
#ifndef UNICODE
#define UNICODE  // the macros without W or A mean the W functions
#endif
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00  // Windows 10: WaitOnAddress, SRWLOCK, everything we teach
#endif
#include <windows.h>
