// ports.hpp - what the tests of the completion port need again and again: a pipe that belongs to a
// port, and the next packet.
#pragma once

#include "common/testing/devices.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/overlapped.hpp"

#include <span>
#include <string>

namespace ports {

using How = w32::Dequeued::How;

inline constexpr w32::Timeout kNow = std::chrono::milliseconds{0};
// Only for what never comes, which is a fault.
inline constexpr w32::Timeout kLimit = std::chrono::seconds{5};
// As wide as a pointer, and wider than a DWORD where that is possible.
inline constexpr ULONG_PTR kKey = static_cast<ULONG_PTR>(0x1234'5678'9ABC'DEF0ull);

/// A pipe whose server end belongs to a port, and one request.
struct Joined {
    w32::CompletionPort port;
    workbook::PipeEnds pipe;
    OVERLAPPED request{};
    char bytes[8] = {};

    explicit Joined(DWORD mode = PIPE_TYPE_BYTE) : pipe(mode) { port.associate(pipe.ours(), kKey); }
    w32::IoStarted read(std::size_t most = sizeof bytes) {
        return w32::start_read(pipe.ours(), std::as_writable_bytes(std::span(bytes, most)),
                               request);
    }
    w32::Dequeued packet() { return port.get(kLimit); }
    /// Nothing comes within 50 ms: a wait that may miss a fault, and invents none.
    bool no_packet() { return port.get(std::chrono::milliseconds{50}).how == How::timed_out; }
};

}  // namespace ports
