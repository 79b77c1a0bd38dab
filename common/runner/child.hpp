// child.hpp - runs a program of the workbook as a child that cannot outlive us, and reads what it
// prints while it prints it.
//
//     const ChildEnd end = run_child(program, {}, 60s, [&](std::string_view text) { out += text;
//     });
#pragma once

#include "common/win32/timeout.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct ChildEnd {
    bool timed_out;   ///< it was ended by us, after the limit
    DWORD exit_code;  ///< of a child that ended by itself
};

/// Starts `program` (a full path), hands each piece of its output (stdout and stderr) to `sink` on
/// a thread of its own, and returns when the child has ended and all of its output was handed over.
/// After `limit` the child and all its children are ended. Empty if the program does not exist.
/// Throws Problem (environment) if it cannot be started.
std::optional<ChildEnd> run_child(const std::wstring& program,
                                  const std::vector<std::wstring>& arguments, w32::Timeout limit,
                                  const std::function<void(std::string_view)>& sink);

}  // namespace runner
