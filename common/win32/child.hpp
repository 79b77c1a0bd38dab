// child.hpp - runs a child process to its end, or to a limit, and hands on what it prints.
//
//     std::string out;
//     const auto end = w32::run_child(command, 60s, [&](std::string_view text) { out += text; });
//
// The child and its own children are in a job of their own that is ended before run_child returns:
// none stays behind, whatever it has crashed, hung or started.
#pragma once

#include "common/win32/process.hpp"

#include <functional>
#include <string_view>

namespace w32 {

struct ChildEnd {
    bool ended;       ///< by itself; false: killed after the limit
    DWORD exit_code;  ///< its own; kKilled if it was killed
};

inline constexpr DWORD kKilled = 121;

/// Runs `command` (see command_line) and blocks until it has ended or `limit` has passed. Each
/// piece of its output (stdout and stderr, as the bytes come) goes to `sink`, on a thread of its
/// own and while the child runs: one that prints more than a pipe holds is not held up. All of it
/// has been handed on when run_child returns. Throws Error if the child cannot be started; what
/// `sink` throws ends the process.
ChildEnd run_child(const std::wstring& command, Timeout limit,
                   const std::function<void(std::string_view)>& sink,
                   std::source_location where = std::source_location::current());

}  // namespace w32
