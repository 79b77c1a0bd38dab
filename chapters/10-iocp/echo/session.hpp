// session.hpp - one client of the echo server, from the accept to the end of its connection.
//
//     accepting --> receiving --> sending --> receiving --> ... --> gone
//                       0 bytes, an error, or the stop -------------^
//
// One request at a time: what was received is sent back before more is received. So a session has
// one owner at each moment - the system while the request is pending, else the worker that has
// taken its packet - and needs no lock; and who never reads keeps one buffer busy, not more.
#pragma once

#include "common/win32/socket.hpp"

#include <array>

namespace echo {

/// Derives from OVERLAPPED: the pointer in a packet of the completion port is the session.
struct Session : OVERLAPPED {
    static constexpr std::size_t kRoom = 16 * 1024;
    enum class State { accepting, receiving, sending };

    Session() : OVERLAPPED{}, socket(w32::make_socket()) {}

    /// For the next request. Only when none is pending.
    OVERLAPPED& fresh_request() noexcept {
        *static_cast<OVERLAPPED*>(this) = OVERLAPPED{};
        return *this;
    }
    std::span<const std::byte> unsent() const noexcept {
        return std::span<const std::byte>(buffer).subspan(sent, received - sent);
    }

    w32::Socket socket;
    State state = State::accepting;
    std::size_t received = 0;   ///< bytes in the buffer
    std::size_t sent = 0;       ///< of them, sent back already
    bool looked_again = false;  ///< a receive was cancelled by the stop, and another one started
    w32::AcceptBuffer addresses{};
    std::array<std::byte, kRoom> buffer{};
};

}  // namespace echo
