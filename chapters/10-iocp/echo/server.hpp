// server.hpp - an echo server: any number of clients, a few threads, one completion port.
//
//     echo::Server server;                  // serves on 127.0.0.1, a free port
//     connect to server.port() ...
//     server.stop();                        // graceful: see below
//
// Read session.hpp first, then server.cpp.
// https://learn.microsoft.com/windows/win32/winsock/overlapped-i-o-and-event-objects-2
#pragma once

#include "chapters/10-iocp/echo/session.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace echo {

struct ServerOptions {
    unsigned workers = 0;   ///< 0: two per processor
    unsigned accepts = 16;  ///< in flight: so many clients may come before a worker has looked
    std::chrono::milliseconds drain{
        500};  ///< what stop() leaves the clients to read what is theirs
};

struct Statistics {
    std::uint64_t bytes = 0;  ///< sent back
    unsigned clients = 0;     ///< that ever came
    unsigned connected = 0;   ///< now
    unsigned peak = 0;        ///< connected at the same time
    unsigned broken = 0;      ///< connections that did not end in order
    unsigned cancelled = 0;   ///< requests that ended with 995: the stop
    unsigned pending = 0;     ///< requests whose packet has not been taken
};

/// Start and stop belong to one thread, which must not be a worker; the rest to any.
class Server {
public:
    /// Clients can come when it returns. Throws w32::Error.
    explicit Server(ServerOptions options = {});
    ~Server() { stop(); }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    u_short port() const noexcept { return port_; }

    /// Takes no more clients; sends back what has arrived, for as long as options.drain allows;
    /// cancels what is left; waits for each packet and each thread. Idempotent.
    void stop();

    Statistics statistics() const;
    /// Blocks until `condition` holds for the statistics; false after `limit`. For tests.
    bool wait_until(const std::function<bool(const Statistics&)>& condition, w32::Timeout limit);

private:
    enum class Phase { serving, draining, cutting };

    void work();
    void on_packet(Session& session, DWORD bytes, DWORD error);
    void accept_more();
    bool start_accept();
    void begin(Session& session);
    void receive(Session& session);
    void send(Session& session);
    void look_at(Session& session, const w32::IoStarted& started);
    void end(Session& session, DWORD error);
    Statistics with_counters(Statistics now) const;

    const ServerOptions options_;
    const w32::SocketLibrary winsock_;
    w32::Listener listener_;
    const u_short port_;
    w32::CompletionPort completions_;
    std::vector<w32::Thread> workers_;

    // Held shared to start a request, exclusively to remove a session or to change the phase. So
    // while a request is being started its session exists, and none starts unseen by stop().
    mutable w32::SrwLock lock_;
    w32::ConditionVariable changed_;
    WB_GUARDED_BY(lock_) std::unordered_map<Session*, std::unique_ptr<Session>> sessions_;
    WB_GUARDED_BY(lock_) Statistics statistics_;
    WB_GUARDED_BY(lock_) unsigned accepting_ = 0;
    WB_GUARDED_BY(lock_) Phase phase_ = Phase::serving;

    // What each packet changes, without a lock that all workers would meet at.
    std::atomic<std::uint64_t> bytes_{0};
    std::atomic<unsigned> cancelled_{0}, pending_{0};
};

}  // namespace echo
