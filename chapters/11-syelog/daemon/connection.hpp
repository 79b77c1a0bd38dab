// connection.hpp - one instance of the daemon's pipe, and who may touch it.
//
//     listening -> reading -> (gone)
//
// A connection has at most one request in flight. While one is, it belongs to the system; when its
// packet is taken from the port, it belongs to the worker that took it, until that worker starts
// the next request or removes it. So a connection has one owner at any time, needs no lock of its
// own, and the records of one client cannot overtake each other.
// Topics: S02 S10
#pragma once

#include "chapters/11-syelog/protocol/record.hpp"
#include "common/win32/named_pipe.hpp"

namespace syelog {

/// Derived from OVERLAPPED: the pointer in a completion packet is the connection's.
struct Connection : OVERLAPPED {
    enum class State {
        listening,  ///< ConnectNamedPipe in flight, or about to be
        reading     ///< a client is there; ReadFile in flight, or about to be
    };

    explicit Connection(w32::PipeServer server) : OVERLAPPED{}, pipe(std::move(server)) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// The request block, wiped for its next use.
    OVERLAPPED& fresh_request() noexcept {
        static_cast<OVERLAPPED&>(*this) = OVERLAPPED{};
        return *this;
    }

    w32::PipeServer pipe;
    State state = State::listening;
    DWORD process_id = 0;     ///< of the client, as the system knows it
    std::size_t drained = 0;  ///< bytes read since the daemon was asked to stop
    Decoder decoder;
};

}  // namespace syelog
