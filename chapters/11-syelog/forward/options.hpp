// options.hpp - where to forward to, how patiently, and what has come of it.
#pragma once

#include "chapters/11-syelog/forward/spool.hpp"
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "common/win32/socket.hpp"

#include <chrono>
#include <string>

namespace syelog {

struct ForwardOptions {
    std::wstring collector;                ///< "host:port"; the host a name or an IPv4 address
    std::wstring spool;                    ///< a folder; made if it is not there
    std::uint64_t spool_bytes = 64 << 20;  ///< bound for the folder; what is newer is dropped
    std::size_t segment_bytes = 1 << 20;   ///< so much at most is sent in one connection
    std::size_t queue_bytes = 16 << 20;    ///< may wait for the disk; what is newer is dropped
    std::chrono::milliseconds segment_age{1000};  ///< a connection that was used ends after it
    std::chrono::milliseconds settle{500};  ///< see forwarder.hpp: when the next one proves nothing
    std::chrono::milliseconds patience{30'000};  ///< with a collector that does not move
    std::chrono::milliseconds first_retry{50};   ///< after a broken connection; doubled each time
    std::chrono::milliseconds last_retry{5000};
    std::chrono::milliseconds stop_limit{2000};
    SpoolWrite write = write_at;
    /// Sentences for whoever runs the daemon. By the forwarder's own thread, without a lock.
    std::function<void(const std::string&)> tell{};
};

struct ForwardStatistics {
    std::uint64_t taken = 0;            ///< events that came
    std::uint64_t dropped = 0;          ///< of them, for which there was no room
    std::uint64_t confirmed = 0;        ///< records that the collector has for certain
    std::uint64_t sent_bytes = 0;       ///< handed to the system, repetitions included
    std::uint64_t resent_segments = 0;  ///< sent, in whole or in part, and to be sent once more
    std::uint64_t spooled_bytes = 0;    ///< on the disk
    unsigned broken = 0;                ///< connections that did not end in order, or never began
    unsigned cut = 0;                   ///< records that a crash has cut
    unsigned quarantined = 0;           ///< segments that could not be read
    unsigned spares = 0;                ///< connections that are open and wait for their turn
    bool connected = false;
    std::string last_error;  ///< a sentence; empty if there was none
};

/// What syelogd's command line says about forwarding: names of options with a value, their text for
/// --help, and what they mean.
inline constexpr const wchar_t* kForwardOptionNames[] = {L"forward", L"spool", L"spool-bytes"};
inline constexpr char kForwardHelp[] =
    "\n"
    "  --forward HOST:PORT  send each record on to this syslog collector (RFC 5424 over TCP,\n"
    "                       octet-counted)\n"
    "  --spool FOLDER       keep there what the collector has not got; needed with --forward\n"
    "  --spool-bytes N      no more than so many (67108864)\n";
/// Empty without --forward. Throws std::invalid_argument with a sentence for the user.
std::optional<ForwardOptions> forward_from(const Arguments& arguments);

/// An IPv4 address and port; asks the name service, which may take seconds. Throws
/// std::runtime_error with a sentence for the user.
sockaddr_in resolve(const std::wstring& host_and_port);

}  // namespace syelog
