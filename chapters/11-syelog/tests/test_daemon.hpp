// test_daemon.hpp - a daemon inside the test, on a pipe of its own, with its log in a string.
#pragma once

#include "chapters/11-syelog/daemon/daemon.hpp"
#include "chapters/11-syelog/protocol/census.hpp"
#include "common/testing/scripted_pipe.hpp"

#include <gtest/gtest.h>

namespace syelog_tests {

using namespace std::chrono_literals;
inline constexpr auto kLimit = 5s;  // only a broken daemon needs it; below the watchdog's

inline std::wstring unique_pipe() {
    static int number = 0;
    return LR"(\\.\pipe\workbook.syelog.test.)" + std::to_wstring(::GetCurrentProcessId()) + L'.' +
           std::to_wstring(++number);
}

inline std::string packed(std::string_view text, bool terminate = false) {
    return syelog::encode({.terminate = terminate, .text = text});
}

inline std::string numbered(int client, int record) {
    return packed("client " + std::to_string(client) + " record " + std::to_string(record));
}

struct TestDaemon {
    enum class Start { now, later };
    explicit TestDaemon(syelog::DaemonOptions options = {}, Start start = Start::now)
        : daemon(with_log(std::move(options))) {
        if (start == Start::now) daemon.start();
    }

    /// A client end that is connected.
    workbook::PipePeer client() {
        auto peer = unconnected();
        peer.open();
        return peer;
    }
    workbook::PipePeer unconnected() {
        return workbook::PipePeer::client(pipe, w32::PipeAccess::inbound);
    }

    bool wait_until(const std::function<bool(const syelog::Statistics&)>& condition) {
        return daemon.wait_until(condition, kLimit);
    }

    /// How many lines have `text` in them. After stop().
    int lines_with(std::string_view text) const {
        int count = 0;
        for (std::size_t at = log.find(text); at != log.npos; at = log.find(text, at + 1)) ++count;
        return count;
    }
    syelog::Census census() const {
        syelog::Census census;
        census.count(log);
        return census;
    }

    std::wstring pipe = unique_pipe();
    std::string log;  // the writer's thread appends; read it after stop()
    syelog::Daemon daemon;

private:
    syelog::DaemonOptions with_log(syelog::DaemonOptions options) {
        options.pipe = pipe;
        const syelog::Output first = options.output;
        options.output = [this, first](std::string_view text) {
            if (first) (void)first(text);
            log.append(text);
            return w32::IoResult{static_cast<DWORD>(text.size()), ERROR_SUCCESS};
        };
        return options;
    }
};

/// Whatever one client does, the next one must find the daemon in order. Stops it.
inline void expect_still_serving(TestDaemon& test) {
    auto next = test.client();
    next.write(packed("still serving"));
    next.leave();
    test.daemon.stop();
    EXPECT_EQ(test.lines_with("still serving"), 1) << test.log;
}

}  // namespace syelog_tests
