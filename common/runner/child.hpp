// child.hpp - runs a program of the workbook, which may not have been built.
//
//     const auto end = run_program(bin / L"lab_01_x.exe", 60s, [&](std::string_view text) { ... });
//     if (!end) complain("not built");
#pragma once

#include "common/win32/child.hpp"

#include <memory>
#include <optional>

namespace runner {

/// w32::RunningChild without arguments. nullptr if the program (a full path) does not exist. Throws
/// Problem (environment) if it cannot be started.
std::unique_ptr<w32::RunningChild> start_program(const std::wstring& program,
                                                 std::function<void(std::string_view)> sink);

/// Runs it to its end, or to `limit`. Empty if there is no such program.
std::optional<w32::ChildEnd> run_program(const std::wstring& program, w32::Timeout limit,
                                         const std::function<void(std::string_view)>& sink);

}  // namespace runner
