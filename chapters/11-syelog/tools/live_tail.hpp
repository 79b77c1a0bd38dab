// live_tail.hpp - what a daemon sends, as it happens, to whoever opens <its pipe>.tail.
//
//     LiveTail tail(tail_pipe_name(kDefaultPipe));
//     while (tail.connect()) ...                    // then wait for tail.event(), tail.take(bytes)
//
//     apart -> waiting (a read is pending) -> apart
//
// The pipe is of byte type and goes one way, out of the daemon: JSON, one object per line. A read
// may end anywhere in a line.
#pragma once

#include "chapters/11-syelog/protocol/names.hpp"
#include "common/win32/named_pipe.hpp"

#include <array>
#include <string>

namespace syelog {

/// One thread.
class LiveTail {
public:
    explicit LiveTail(std::wstring pipe) : pipe_name_(std::move(pipe)) {}
    ~LiveTail() { part(); }
    LiveTail(const LiveTail&) = delete;
    LiveTail& operator=(const LiveTail&) = delete;

    /// True: a daemon serves us. False: none is there, or it has no room for us; the reason is in
    /// GetLastError(). Does not wait.
    bool connect();
    bool connected() const noexcept { return static_cast<bool>(pipe_); }

    /// Signaled when take() has something. While connected.
    HANDLE event() const noexcept { return read_.event(); }

    /// After the event: appends what has come. False: the daemon has ended the tail, and all that
    /// it had sent before has been taken.
    bool take(std::string& out);

private:
    void part() noexcept;

    const std::wstring pipe_name_;
    w32::PipeClient pipe_;
    w32::Overlapped read_;
    std::array<std::byte, 16 * 1024> buffer_{};
};

}  // namespace syelog
