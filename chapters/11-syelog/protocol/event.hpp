// event.hpp - a record as the daemon has it: what the client claims, and what the daemon knows.
//
// The two are kept apart: who reads a log must be able to tell a fact from a claim.
#pragma once

#include "chapters/11-syelog/protocol/record.hpp"

namespace syelog {

/// A client, as the system describes the process at the other end of the pipe.
struct Peer {
    DWORD process_id = 0;
    std::string program;  ///< its file name without folder, UTF-8; empty if it could not be asked
    std::string user;     ///< DOMAIN\name, UTF-8; empty if it could not be asked
};

/// Borrows everything it points to.
struct Event {
    Record record{};             ///< the client's claims, process and time among them
    FILETIME received{};         ///< UTC, by the daemon's clock
    const Peer* peer = nullptr;  ///< nullptr: the daemon says this itself
};

/// The FILETIME of now, UTC.
inline FILETIME now_utc() noexcept {
    FILETIME now;
    ::GetSystemTimeAsFileTime(&now);
    return now;
}

}  // namespace syelog
