// MISTAKE: it reads on whatever the client does, and keeps what it could not send yet.
// Caught by: Test4 as keeps-too-much
#pragma once

#include "common/win32/socket.hpp"

#include <algorithm>
#include <memory>
#include <vector>

inline constexpr ULONG_PTR kQuit = 0;    // posted: stop
inline constexpr ULONG_PTR kClient = 2;  // of each client's socket; the listener has 1

struct Session;

struct Request : OVERLAPPED {
    enum class Kind { accept, receive, send };
    Kind kind{};
    Session* session = nullptr;
    bool pending = false;
};

/// A client, from the accept to its end.
struct Session {
    Session() { sending.kind = Request::Kind::send, sending.session = reading.session = this; }

    Request reading{}, sending{};  // the accept is the first of `reading`
    SOCKET socket = INVALID_SOCKET;
    DWORD to_send = 0, sent = 0;
    bool has_finished = false, is_broken = false;
    char addresses[2 * (sizeof(sockaddr_in) + 16)]{};
    std::unique_ptr<char[]> in{new char[4096]};
    std::vector<char> waits, out;
};

/// Echoes to any number of clients; an accept is pending at all times. It keeps at most 64 KB for
/// a client that does not read. When a client has finished sending and has got everything back, its
/// connection ends in order; if it breaks, only that session ends.
class EchoServer {
public:
    EchoServer(SOCKET listener, HANDLE port) : listener_(listener), port_(port) {}

    /// Returns after a packet with the key kQuit. Then each socket that it has made is closed, and
    /// each request has ended: its packet was taken. What is on its way may be lost.
    void run() {
        accept_next();
        while (take()) {
        }
        stopping_ = true;
        ::CancelIoEx(reinterpret_cast<HANDLE>(listener_), nullptr);
        for (const auto& session : sessions_)
            ::CancelIoEx(reinterpret_cast<HANDLE>(session->socket), nullptr);
        while (!sessions_.empty()) take();
    }

private:
    bool take() {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* raw = nullptr;
        const BOOL ok = ::GetQueuedCompletionStatus(port_, &bytes, &key, &raw, INFINITE);
        if (raw == nullptr) return false;
        auto& request = *static_cast<Request*>(raw);
        request.pending = false;
        Session& session = *request.session;
        if (request.kind == Request::Kind::accept && !stopping_) accept_next();
        if (stopping_ || !ok)
            session.is_broken = true;
        else
            on_packet(session, request.kind, bytes);
        go_on(session);
        return true;
    }

    void on_packet(Session& session, Request::Kind kind, DWORD bytes) {
        switch (kind) {
            case Request::Kind::accept: begin(session); break;
            case Request::Kind::receive:
                session.waits.insert(session.waits.end(), session.in.get(),
                                     session.in.get() + bytes);
                session.has_finished = bytes == 0;
                break;
            case Request::Kind::send: session.sent += bytes; break;
        }
    }

    // Starts what can be started; ends the session if nothing can and nothing is pending.
    void go_on(Session& session) {
        if (session.is_broken) {
            // The other request ends too; without it nobody would be left to free the session.
            ::CancelIoEx(reinterpret_cast<HANDLE>(session.socket), nullptr);
        } else if (!session.sending.pending) {
            if (session.sent == session.to_send && !session.waits.empty()) {
                session.out = std::exchange(session.waits, {});
                session.to_send = static_cast<DWORD>(session.out.size());
                session.sent = 0;
            }
            if (session.sent < session.to_send) send(session);
        }
        if (!session.is_broken && !session.reading.pending && !session.has_finished)
            receive(session);
        if (!session.reading.pending && !session.sending.pending) end(session);
    }

    void accept_next() {
        auto fresh = std::make_unique<Session>();
        fresh->socket =
            ::WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED);
        Session& session = *fresh;
        sessions_.push_back(std::move(fresh));
        DWORD bytes = 0;
        constexpr DWORD size = sizeof(sockaddr_in) + 16;
        started(session, session.reading,
                ::AcceptEx(listener_, session.socket, session.addresses, 0, size, size, &bytes,
                           &session.reading) != FALSE);
        if (!session.reading.pending) end(session);
    }

    void begin(Session& session) {
        ::setsockopt(session.socket, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                     reinterpret_cast<const char*>(&listener_), sizeof listener_);
        ::CreateIoCompletionPort(reinterpret_cast<HANDLE>(session.socket), port_, kClient, 0);
        session.reading.kind = Request::Kind::receive;
    }

    void receive(Session& session) {
        WSABUF space{4096, session.in.get()};
        DWORD flags = 0;
        static_cast<OVERLAPPED&>(session.reading) = OVERLAPPED{};
        started(
            session, session.reading,
            ::WSARecv(session.socket, &space, 1, nullptr, &flags, &session.reading, nullptr) == 0);
    }

    void send(Session& session) {
        WSABUF data{session.to_send - session.sent, session.out.data() + session.sent};
        static_cast<OVERLAPPED&>(session.sending) = OVERLAPPED{};
        started(session, session.sending,
                ::WSASend(session.socket, &data, 1, nullptr, 0, &session.sending, nullptr) == 0);
    }

    static void started(Session& session, Request& request, bool done) {
        request.pending = done || ::WSAGetLastError() == WSA_IO_PENDING;
        session.is_broken = session.is_broken || !request.pending;
    }

    void end(Session& session) {
        if (!session.is_broken) ::shutdown(session.socket, SD_SEND);
        ::closesocket(session.socket);
        std::erase_if(sessions_, [&](const auto& each) { return each.get() == &session; });
    }

    SOCKET listener_;
    HANDLE port_;
    bool stopping_ = false;
    std::vector<std::unique_ptr<Session>> sessions_;
};
