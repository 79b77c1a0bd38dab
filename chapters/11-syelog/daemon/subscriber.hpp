// subscriber.hpp - what else may happen to an event: shown live, sent on to a collector.
//
// A subscriber rides on the daemon's completion port: it starts requests of its own, and the
// daemon's workers bring it their packets.
#pragma once

#include "chapters/11-syelog/protocol/event.hpp"
#include "common/win32/completion_port.hpp"

#include <functional>
#include <memory>
#include <span>

namespace syelog {

/// Whoever has requests on the port. A handle is associated with key(), and each packet that comes
/// with it is handed over by the worker that took it.
class PacketHandler {
public:
    virtual ~PacketHandler() = default;
    /// By any worker, several at a time. Must not block for longer than a lock is held.
    virtual void on_packet(const w32::Dequeued& packet) = 0;
    ULONG_PTR key() noexcept { return reinterpret_cast<ULONG_PTR>(this); }

protected:
    PacketHandler() = default;
    PacketHandler(const PacketHandler&) = delete;
    PacketHandler& operator=(const PacketHandler&) = delete;
};

/// start, then take and on_packet from many threads, then stop; each of start and stop once, by the
/// thread that owns the daemon.
class Subscriber : public PacketHandler {
public:
    /// The workers run already. May throw, with nothing pending: the daemon then does not start.
    virtual void start() = 0;
    /// The events of one read of one client, in its order; or one of the daemon's own. By any
    /// worker, several at a time. Must not block and not throw: the log comes first.
    virtual void take(std::span<const Event> events) = 0;
    /// The workers still run. Returns when no request is pending and no packet of ours will come;
    /// blocks for as long as that needs, but with a limit of its own. A take() that comes
    /// meanwhile or afterwards is to be ignored.
    virtual void stop() = 0;
};

/// Makes a subscriber on the daemon's port, which outlives it.
using MakeSubscriber = std::function<std::unique_ptr<Subscriber>(w32::CompletionPort& port)>;

}  // namespace syelog
