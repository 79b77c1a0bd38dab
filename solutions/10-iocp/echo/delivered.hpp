// LAB L37 - Echo                                                     about 40 minutes
//
// Goal    Each client gets back what it has sent, in order and to the last byte, whatever the
//         others do. As it stands, one client is served at a time, sometimes in part, and for ever.
//
// Given   A listener that is bound to the completion port (key 1), and the port.
// To do   the places marked TODO. The contract of EchoServer stays as it is.
// Rules   One thread; the functions of Windows that are here already, and shutdown. One WSABUF a
//         call, no Sleep, no wait with a limit, no events: what has ended is told by the port.
//
// Judged  wb check L37   (Visual Studio: Test Explorer, ch10.lab.echo). A scripted network lets
//         requests end at once or later, takes a part of what is sent, and has clients leave at
//         every moment. At the end real clients come, on real sockets.
// Stuck?  wb hint L37, then notes/10-iocp.md#how-does-one-port-serve-sockets
#pragma once

#include "common/win32/socket.hpp"

#include <algorithm>
#include <memory>
#include <vector>

inline constexpr ULONG_PTR kQuit = 0;    // posted: stop
inline constexpr ULONG_PTR kClient = 2;  // of each client's socket; the listener has 1

/// A client, from the accept to its end; in the packet it is the OVERLAPPED.
struct Session : OVERLAPPED {
    enum class State { accepting, receiving, sending };

    State state = State::accepting;
    SOCKET socket = INVALID_SOCKET;
    DWORD received = 0;
    char addresses[2 * (sizeof(sockaddr_in) + 16)]{};
    char buffer[4096]{};
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
            ::CancelIoEx(reinterpret_cast<HANDLE>(session->socket), session.get());
        while (!sessions_.empty()) take();
    }

private:
    // False: it was kQuit.
    bool take() {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* request = nullptr;
        const BOOL ok = ::GetQueuedCompletionStatus(port_, &bytes, &key, &request, INFINITE);
        if (request == nullptr) return false;
        Session& session = *static_cast<Session*>(request);
        if (stopping_ || !ok)
            end(session);
        else
            on_packet(session, bytes);
        return true;
    }

    // TODO 1: while one client is served, the next one can come.
    // TODO 2: also when an accept has failed.
    // TODO 3: what is received comes back whole, and nothing else.
    // TODO 4: a client that has finished sending is let go.
    void on_packet(Session& session, DWORD bytes) {
        switch (session.state) {
            case Session::State::accepting: begin(session); break;
            case Session::State::receiving:
                session.received = bytes;
                send(session);
                break;
            case Session::State::sending: receive(session); break;
        }
    }

    void accept_next() {
        auto fresh = std::make_unique<Session>();
        fresh->socket =
            ::WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED);
        Session& session = *fresh;
        sessions_.push_back(std::move(fresh));
        DWORD bytes = 0;
        constexpr DWORD size = sizeof(sockaddr_in) + 16;
        if (!::AcceptEx(listener_, session.socket, session.addresses, 0, size, size, &bytes,
                        &session) &&
            ::WSAGetLastError() != WSA_IO_PENDING)
            end(session);
    }

    void begin(Session& session) {
        ::setsockopt(session.socket, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                     reinterpret_cast<const char*>(&listener_), sizeof listener_);
        ::CreateIoCompletionPort(reinterpret_cast<HANDLE>(session.socket), port_, kClient, 0);
        receive(session);
    }

    void receive(Session& session) {
        session.state = Session::State::receiving;
        WSABUF space{sizeof session.buffer, session.buffer};
        DWORD flags = 0;
        static_cast<OVERLAPPED&>(session) = OVERLAPPED{};
        if (::WSARecv(session.socket, &space, 1, nullptr, &flags, &session, nullptr) != 0 &&
            ::WSAGetLastError() != WSA_IO_PENDING)
            end(session);
    }

    void send(Session& session) {
        session.state = Session::State::sending;
        WSABUF data{session.received, session.buffer};
        static_cast<OVERLAPPED&>(session) = OVERLAPPED{};
        if (::WSASend(session.socket, &data, 1, nullptr, 0, &session, nullptr) != 0 &&
            ::WSAGetLastError() != WSA_IO_PENDING)
            end(session);
    }

    // No request of the session is pending.
    void end(Session& session) {
        ::closesocket(session.socket);
        std::erase_if(sessions_, [&](const auto& each) { return each.get() == &session; });
        if (!stopping_) accept_next();
    }

    SOCKET listener_;
    HANDLE port_;
    bool stopping_ = false;
    std::vector<std::unique_ptr<Session>> sessions_;
};
