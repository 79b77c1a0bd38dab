// connection.hpp - one instance of the daemon's pipe, and who may touch it.
//
//     listening -> reading <-> resting
//                     \-> (gone)
//
// A connection has at most one request in flight. While one is, it belongs to the system; when its
// packet is taken from the port, it belongs to the worker that took it, until that worker starts
// the next request, removes it, or lets it rest (then it is the coalescer's). So a connection has
// one owner at any time, needs no lock of its own, and the records of one client cannot overtake
// each other.
// Topics: S02 S10
#pragma once

#include "chapters/11-syelog/protocol/format.hpp"
#include "common/win32/named_pipe.hpp"

#include <string>
#include <vector>

namespace syelog {

/// Derived from OVERLAPPED: the pointer in a completion packet is the connection's.
struct Connection : OVERLAPPED {
    enum class State {
        listening,  ///< ConnectNamedPipe in flight, or about to be
        reading     ///< a client is there; ReadFile in flight, or about to be
    };

    Connection(w32::PipeServer server, Format format)
        : OVERLAPPED{}, pipe(std::move(server)), formatter(format) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// The request block, wiped for its next use.
    OVERLAPPED& fresh_request() noexcept {
        static_cast<OVERLAPPED&>(*this) = OVERLAPPED{};
        return *this;
    }

    w32::PipeServer pipe;
    State state = State::listening;
    Peer peer;                ///< the client, as the system knows it
    std::size_t drained = 0;  ///< bytes read since the daemon was asked to stop
    Decoder decoder;
    Formatter formatter;
    std::vector<Event> events;  ///< of the read that is being handled; these two keep their memory
    std::string lines;
};

}  // namespace syelog
