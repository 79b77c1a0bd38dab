// child.hpp - runs a child process to its end, or to a limit, and hands on what it prints.
//
//     std::string out;
//     const auto end = w32::run_child(command, 60s, [&](std::string_view text) { out += text; });
//
// The child and its own children are in a job of their own that is ended before run_child returns:
// none stays behind, whatever it has crashed, hung or started. Who has something else to do
// meanwhile takes a RunningChild and puts its handle among those he waits for.
#pragma once

#include "common/win32/process.hpp"
#include "common/win32/thread.hpp"

#include <functional>
#include <string_view>

namespace w32 {

struct ChildEnd {
    bool ended;       ///< by itself; false: killed after the limit
    DWORD exit_code;  ///< its own; kKilled if it was killed
};

inline constexpr DWORD kKilled = 121;

/// A child that runs. Belongs to one thread.
class RunningChild {
public:
    /// Each piece of the child's output (stdout and stderr, as the bytes come) goes to `sink`, on a
    /// thread of its own. Throws Error if the child cannot be started; what `sink` throws ends the
    /// process.
    RunningChild(const std::wstring& command, std::function<void(std::string_view)> sink,
                 std::source_location where = std::source_location::current());
    ~RunningChild();
    RunningChild(const RunningChild&) = delete;
    RunningChild& operator=(const RunningChild&) = delete;

    /// Signaled from the moment when the child has ended.
    HANDLE get() const noexcept { return child_.get(); }

    /// Ends what still runs of the child and its children; blocks until that is done, a moment. All
    /// of the output has been handed on when it returns.
    ChildEnd finish();

private:
    OutputPipe pipe_;
    Job job_;
    Process child_;
    Thread reader_;
};

/// Runs `command` (see command_line) and blocks until it has ended or `limit` has passed. Each
/// piece of its output (stdout and stderr, as the bytes come) goes to `sink`, on a thread of its
/// own and while the child runs: one that prints more than a pipe holds is not held up. All of it
/// has been handed on when run_child returns. Throws Error if the child cannot be started; what
/// `sink` throws ends the process.
ChildEnd run_child(const std::wstring& command, Timeout limit,
                   const std::function<void(std::string_view)>& sink,
                   std::source_location where = std::source_location::current());

}  // namespace w32
