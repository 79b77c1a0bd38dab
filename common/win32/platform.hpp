// platform.hpp - are we on Windows or on Wine, and on which one?
//
//     if (w32::running_under_wine()) GTEST_SKIP() << "Wine ignores the concurrency limit";
//
// Wine is not Windows: notes/platforms.md lists where the workbook saw a difference. Tests ask
// here, never for a Windows version number, which lies to programs without a manifest.
#pragma once

#include <string>

namespace w32 {

/// True when ntdll exports wine_get_version, which only Wine's does. Never throws.
bool running_under_wine() noexcept;

/// Wine's major version ("8.0" is 8), 0 on Windows.
int wine_major() noexcept;

/// One phrase for reports: "Windows 10.0.22631" or "Wine 8.0".
std::string platform_name();

}  // namespace w32
