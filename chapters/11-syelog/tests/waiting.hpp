// waiting.hpp - how far has another thread come? As far as the wait that it is in.
#pragma once

#include "common/win32/wait_board.hpp"

#include <algorithm>
#include <string_view>

namespace syelog_tests {

/// Blocks until the thread of that name waits for something: then it has come so far.
inline void until_waiting(std::string_view thread, std::string_view kind) {
    for (;;) {
        const auto lines = w32::waiting_threads();
        const auto found = std::find_if(lines.begin(), lines.end(), [&](const w32::Waiting& line) {
            return line.thread_name == thread && line.kind == kind;
        });
        if (found != lines.end()) return;
        ::SwitchToThread();
    }
}

}  // namespace syelog_tests
