// child.hpp - w32::run_child for tests: keeps all that the child has printed.
//
//     const auto child = workbook::run_child(w32::command_line(program, {L"--help"}), 10s);
//     EXPECT_TRUE(child.ended) << child.output;
//
// For whatever may crash, hang or take the process with it.
#pragma once

#include "common/win32/child.hpp"

#include <string>

namespace workbook {

struct ChildResult {
    bool ended;          ///< by itself; false: killed at the deadline
    DWORD exit_code;     ///< its own, or w32::kKilled
    std::string output;  ///< stdout and stderr, as the bytes came; says at its end if it was killed
};

/// Runs `command` (see w32::command_line) and blocks until it has ended or `deadline` has passed.
/// Its output is read while it runs, so a child that prints more than a pipe holds is not held up.
/// Throws w32::Error if it cannot be started.
ChildResult run_child(const std::wstring& command, w32::Timeout deadline,
                      std::source_location where = std::source_location::current());

}  // namespace workbook
