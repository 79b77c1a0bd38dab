// server.cpp - accept, receive, send, end; and how all that stops.
//
// What a request answers when it is started decides who owns the session afterwards:
//     done      a packet follows: no longer ours
//     pending   a packet follows: no longer ours
//     failed    no packet will ever come: still ours, and we must end it
// Topics: T104 M18
#include "chapters/10-iocp/echo/server.hpp"

namespace echo {
namespace {

constexpr ULONG_PTR kQuitKey = 0;
constexpr ULONG_PTR kListenerKey = 1;
constexpr ULONG_PTR kSessionKey = 2;

unsigned default_workers() {
    SYSTEM_INFO info;
    ::GetSystemInfo(&info);
    return 2 * static_cast<unsigned>(info.dwNumberOfProcessors);
}

// An answer comes in pieces. Nagle's algorithm would keep a small one back until the client has
// acknowledged the one before, and the client may take its time for that.
void send_at_once(SOCKET socket) {
    const BOOL yes = TRUE;
    (void)::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, reinterpret_cast<const char*>(&yes),
                       sizeof yes);
}

}  // namespace

Server::Server(ServerOptions options) : options_(options), port_(listener_.port()) {
    completions_.associate(listener_.handle(), kListenerKey);
    const unsigned count = options_.workers != 0 ? options_.workers : default_workers();
    for (unsigned i = 0; i < count; ++i)
        workers_.emplace_back(("echo " + std::to_string(i)).c_str(), [this] { work(); });
    accept_more();
}

void Server::work() {
    using How = w32::Dequeued::How;
    for (;;) {
        const w32::Dequeued packet = completions_.get(w32::forever);
        if (packet.how == How::closed || packet.key == kQuitKey) return;
        on_packet(*static_cast<Session*>(packet.overlapped), packet.bytes, packet.error);
    }
}

// The packet was taken: the session is ours.
void Server::on_packet(Session& session, DWORD bytes, DWORD error) {
    --pending_;
    if (error == ERROR_OPERATION_ABORTED) ++cancelled_;
    if (session.state == Session::State::accepting) {
        {
            const w32::Guard hold(lock_);
            --accepting_;
        }
        accept_more();  // first the next accept, then this client: others may come meanwhile
    }
    // The stop has cancelled a receive while bytes were on their way to it: one more look.
    if (error == ERROR_OPERATION_ABORTED && session.state == Session::State::receiving &&
        !std::exchange(session.looked_again, true))
        return receive(session);
    if (error != ERROR_SUCCESS) return end(session, error);
    switch (session.state) {
        case Session::State::accepting: return begin(session);
        case Session::State::receiving:
            if (bytes == 0) return end(session, ERROR_SUCCESS);  // it has finished sending
            session.received = bytes;
            session.sent = 0;
            return send(session);
        case Session::State::sending:
            session.sent += bytes;  // not always all of it
            bytes_ += bytes;
            return session.unsent().empty() ? receive(session) : send(session);
    }
}

// --- accept ---------------------------------------------------------------------------------

void Server::accept_more() {
    try {
        while (start_accept()) {
        }
    } catch (const w32::Error&) {
        // No socket to be had. Clients wait in the backlog; end() tries again when one has gone.
    }
}

// False: there are enough, or no more are wanted.
bool Server::start_accept() {
    {
        const w32::SharedGuard hold(lock_);
        if (phase_ != Phase::serving || accepting_ == options_.accepts) return false;
    }
    auto fresh = std::make_unique<Session>();
    Session& session = *fresh;
    const w32::Guard hold(lock_);
    if (phase_ != Phase::serving || accepting_ == options_.accepts) return false;
    // Listed before the request is started: its packet may be taken before AcceptEx returns.
    sessions_.emplace(&session, std::move(fresh));
    ++pending_;
    const auto started =
        listener_.start_accept(session.socket.get(), session.addresses, session.fresh_request());
    if (started.how == w32::Io::failed) {
        --pending_;
        sessions_.erase(&session);
        throw w32::Error("AcceptEx", started.error);
    }
    ++accepting_;
    return true;
}

void Server::begin(Session& session) {
    try {
        {
            const w32::SharedGuard hold(lock_);
            if (phase_ == Phase::serving) listener_.finish_accept(session.socket.get());
        }
        send_at_once(session.socket.get());
        // Before the first request: one that ends on a socket without a port queues no packet.
        completions_.associate(session.socket.handle(), kSessionKey);
    } catch (const w32::Error& error) {
        return end(session, error.code());  // it has left already
    }
    {
        const w32::Guard hold(lock_);
        ++statistics_.clients;
        ++statistics_.connected;
        if (statistics_.connected > statistics_.peak) statistics_.peak = statistics_.connected;
    }
    changed_.notify_all();
    receive(session);
}

// --- receive and send -----------------------------------------------------------------------

void Server::receive(Session& session) {
    w32::IoStarted started{w32::Io::failed, 0, ERROR_OPERATION_ABORTED};
    ++pending_;  // before: the packet may be taken before the call returns
    {
        const w32::SharedGuard hold(lock_);
        session.state = Session::State::receiving;
        if (phase_ != Phase::cutting)
            started =
                w32::start_receive(session.socket.get(), session.buffer, session.fresh_request());
        // Draining means: read what is there, do not wait for more. Touching the session here is
        // safe, though it is not ours: who removes it needs the lock that we hold.
        if (started.how == w32::Io::pending && phase_ == Phase::draining)
            (void)::CancelIoEx(session.socket.handle(), &session);
    }
    look_at(session, started);
}

void Server::send(Session& session) {
    w32::IoStarted started{w32::Io::failed, 0, ERROR_OPERATION_ABORTED};
    ++pending_;  // before: the packet may be taken before the call returns
    {
        const w32::SharedGuard hold(lock_);
        session.state = Session::State::sending;
        if (phase_ != Phase::cutting)
            started =
                w32::start_send(session.socket.get(), session.unsent(), session.fresh_request());
    }
    look_at(session, started);
}

void Server::look_at(Session& session, const w32::IoStarted& started) {
    switch (started.how) {
        case w32::Io::done: break;     // the packet comes all the same
        case w32::Io::pending: break;  // the packet comes later
        case w32::Io::failed:          // it never comes
            --pending_;
            end(session, started.error);
            break;
    }
}

// --- end ------------------------------------------------------------------------------------

// Only the owner calls it, with no request pending.
void Server::end(Session& session, DWORD error) {
    std::unique_ptr<Session> gone;
    {
        const w32::Guard hold(lock_);
        const auto here = sessions_.find(&session);
        gone = std::move(here->second);
        sessions_.erase(here);
        if (session.state != Session::State::accepting) --statistics_.connected;
        if (error != ERROR_SUCCESS && error != ERROR_OPERATION_ABORTED) ++statistics_.broken;
    }
    // Everything that was sent arrives before the end; without this the client may see a reset.
    if (error == ERROR_SUCCESS) (void)::shutdown(gone->socket.get(), SD_SEND);
    gone.reset();  // closes the socket, without the lock
    changed_.notify_all();
    accept_more();  // if there was no socket for it before
}

void Server::stop() {
    {
        const w32::Guard hold(lock_);
        if (phase_ == Phase::serving) listener_.close();  // each accept ends, with 995
        phase_ = Phase::draining;
        for (const auto& [session, owned] : sessions_)
            if (session->state == Session::State::receiving)
                (void)::CancelIoEx(session->socket.handle(), session);
    }
    (void)wait_until([](const Statistics& now) { return now.connected == 0; }, options_.drain);
    {
        const w32::Guard hold(lock_);
        phase_ = Phase::cutting;
        for (const auto& [session, owned] : sessions_)
            (void)::CancelIoEx(session->socket.handle(), session);
        // Cancelled is not ended: only with its packet taken does a request let go of its session.
        while (!sessions_.empty()) changed_.wait(lock_);
    }
    for (std::size_t i = 0; i < workers_.size(); ++i) completions_.post(0, kQuitKey);
    workers_.clear();  // joins
}

Statistics Server::statistics() const {
    const w32::SharedGuard hold(lock_);
    return with_counters(statistics_);
}

Statistics Server::with_counters(Statistics now) const {
    now.bytes = bytes_;
    now.cancelled = cancelled_;
    now.pending = pending_;
    return now;
}

bool Server::wait_until(const std::function<bool(const Statistics&)>& condition,
                        w32::Timeout limit) {
    const ULONGLONG start = ::GetTickCount64();
    const w32::Guard hold(lock_);
    while (!condition(with_counters(statistics_))) {
        const ULONGLONG used = ::GetTickCount64() - start;
        if (used >= limit.ms()) return false;
        (void)changed_.wait_for(lock_, std::chrono::milliseconds(limit.ms() - used));
    }
    return true;
}

}  // namespace echo
