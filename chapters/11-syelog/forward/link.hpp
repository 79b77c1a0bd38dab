// link.hpp - one TCP connection to the collector, and what goes through it: one segment.
//
//     state       requests pending                  what comes next
//     ----------  --------------------------------  ---------------------------------------------
//     closed      none; there is no socket          connecting, when it is needed and allowed
//     connecting  out: ConnectEx                    open
//     open        in: WSARecv                       sending, when there is a segment for it
//     sending     in; out: WSASend, if there are    ending, when the segment is sealed and sent and
//                 bytes to send                     the other link is open
//     ending      in; we have half-closed           closed, when the collector has ended it, too:
//                                                   it has read the segment to its end
//     leaving     what was pending, cancelled       closed, when the last packet has come
//
// From each state but closed a failure, the collector's end at the wrong time or the stop leads to
// leaving. All that is said here is guarded by the forwarder's lock: whoever holds it owns the
// links; only buffers and OVERLAPPEDs of pending requests belong to the system.
#pragma once

#include "chapters/11-syelog/forward/spool.hpp"
#include "common/win32/socket.hpp"

#include <array>
#include <memory>

namespace syelog {

struct Link {
    enum class State { closed, connecting, open, sending, ending, leaving };

    /// The pointer in a packet is the request; it knows its link.
    struct Request : OVERLAPPED {
        explicit Request(Link& owner) : OVERLAPPED{}, link(owner) {}
        OVERLAPPED& fresh() noexcept {
            static_cast<OVERLAPPED&>(*this) = OVERLAPPED{};
            pending = true;
            return *this;
        }
        /// Its packet has been taken, or is in the port.
        bool over() const noexcept { return !pending || HasOverlappedIoCompleted(this); }

        Link& link;
        bool pending = false;  ///< its packet has not been taken
    };

    Link() = default;
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    bool busy() const noexcept { return out.pending || in.pending; }
    std::span<const std::byte> unsent() const noexcept {
        if (!parcel) return {};
        return std::as_bytes(std::span(parcel->bytes)).subspan(sent);
    }

    State state = State::closed;
    w32::Socket socket;
    Request out{*this};  ///< ConnectEx, then WSASend
    Request in{*this};   ///< WSARecv: for the end; what a collector says is not looked at
    std::array<std::byte, 512> heard{};
    std::unique_ptr<Parcel> parcel;  ///< its bytes are the buffer of `out`
    std::size_t sent = 0;            ///< of parcel->bytes
};

}  // namespace syelog
