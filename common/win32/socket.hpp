// socket.hpp - TCP sockets with overlapped requests; listening only on the loopback address.
//
//     w32::SocketLibrary winsock;
//     w32::Listener listener;                                   // a free port
//     w32::Socket client = w32::connect_to(listener.port());
//     const auto started = w32::start_receive(client.get(), buffer, request.raw());
//
// A SOCKET is a kernel handle: it is bound to a completion port and its requests are cancelled like
// those of a file. But its errors are those of Winsock, and it is closed with closesocket.
// https://learn.microsoft.com/windows/win32/winsock/windows-sockets-start-page-2
#pragma once

#include "common/win32/overlapped.hpp"
#include "common/win32/windows.hpp"

// After windows.h, which leaves out Winsock 1; mswsock.h wants winsock2.h before it.
#include <winsock2.h>
#include <ws2tcpip.h>

#include <mswsock.h>

#include <utility>

namespace w32 {

/// WSAStartup and WSACleanup, which count: every part that needs Winsock may hold one.
class SocketLibrary {
public:
    SocketLibrary();
    ~SocketLibrary() { ::WSACleanup(); }
    SocketLibrary(const SocketLibrary&) = delete;
    SocketLibrary& operator=(const SocketLibrary&) = delete;
};

/// Owns a socket and closes it. Movable. Closing cancels the requests that are pending; each of
/// them still queues its packet, and until then buffer and OVERLAPPED belong to the system.
class Socket {
public:
    Socket() noexcept = default;
    explicit Socket(SOCKET raw) noexcept : raw_(raw) {}
    ~Socket() { reset(); }
    Socket(Socket&& other) noexcept : raw_(other.release()) {}
    Socket& operator=(Socket&& other) noexcept {
        if (this != &other) reset(other.release());
        return *this;
    }

    SOCKET get() const noexcept { return raw_; }
    /// For CompletionPort::associate, cancel and Overlapped::finish.
    HANDLE handle() const noexcept { return reinterpret_cast<HANDLE>(raw_); }
    explicit operator bool() const noexcept { return raw_ != INVALID_SOCKET; }
    [[nodiscard]] SOCKET release() noexcept { return std::exchange(raw_, INVALID_SOCKET); }
    void reset(SOCKET raw = INVALID_SOCKET) noexcept {
        const DWORD error = ::GetLastError();
        if (raw_ != INVALID_SOCKET) ::closesocket(raw_);
        ::SetLastError(error);
        raw_ = raw;
    }

private:
    SOCKET raw_ = INVALID_SOCKET;
};

/// A TCP socket for overlapped requests, neither bound nor connected; not inherited by children.
Socket make_socket(std::source_location where = std::source_location::current());

/// 127.0.0.1 with this port.
sockaddr_in loopback(u_short port) noexcept;

/// What mswsock has and Winsock's own DLL does not: asked for by WSAIoctl. The same for all TCP
/// sockets of the process.
struct SocketExtensions {
    explicit SocketExtensions(SOCKET any,
                              std::source_location where = std::source_location::current());
    LPFN_ACCEPTEX accept = nullptr;
    LPFN_CONNECTEX connect = nullptr;
    LPFN_DISCONNECTEX disconnect = nullptr;
    LPFN_GETACCEPTEXSOCKADDRS accept_addresses = nullptr;
};

/// Where AcceptEx puts the two addresses; belongs to the request until it has ended.
struct AcceptBuffer {
    static constexpr DWORD kAddress = sizeof(sockaddr_in) + 16;  // 16 more than the address: a rule
    alignas(sockaddr_in) std::byte bytes[2 * kAddress];
};
struct AcceptAddresses {
    sockaddr_in local;
    sockaddr_in remote;
};

/// Accepts on 127.0.0.1. Its requests may be started by any thread.
class Listener {
public:
    /// `port` 0: a free one. Nobody else can listen on it while we do.
    explicit Listener(u_short port = 0,
                      std::source_location where = std::source_location::current());

    u_short port() const noexcept { return port_; }
    SOCKET get() const noexcept { return socket_.get(); }
    HANDLE handle() const noexcept { return socket_.handle(); }
    const SocketExtensions& extensions() const noexcept { return extensions_; }

    /// AcceptEx: `fresh`, from make_socket(), becomes the connection. Its client need not send
    /// anything first. When the request has ended, call finish_accept().
    IoStarted start_accept(SOCKET fresh, AcceptBuffer& buffer, OVERLAPPED& request) const;
    /// SO_UPDATE_ACCEPT_CONTEXT: until then shutdown and getpeername do not know the connection.
    void finish_accept(SOCKET accepted,
                       std::source_location where = std::source_location::current()) const;
    /// Who was accepted: what AcceptEx has written into its buffer.
    AcceptAddresses addresses(AcceptBuffer& buffer) const;
    /// No new client from now on; each pending accept ends with 995.
    void close() noexcept { socket_.reset(); }

private:
    Socket socket_;
    SocketExtensions extensions_;
    u_short port_ = 0;
};

/// ConnectEx to 127.0.0.1. Binds the socket first, as ConnectEx wants. When the request has ended,
/// call finish_connect(). Nobody listening: the request ends with ERROR_CONNECTION_REFUSED.
IoStarted start_connect(const SocketExtensions& extensions, SOCKET fresh, u_short port,
                        OVERLAPPED& request);
/// The same to any IPv4 address.
IoStarted start_connect(const SocketExtensions& extensions, SOCKET fresh, const sockaddr_in& to,
                        OVERLAPPED& request);
/// SO_UPDATE_CONNECT_CONTEXT, the client's counterpart of finish_accept().
void finish_connect(SOCKET connected, std::source_location where = std::source_location::current());
/// A connected socket; blocks. Throws Error 10061 if nobody listens.
Socket connect_to(u_short port, std::source_location where = std::source_location::current());

/// WSARecv with an OVERLAPPED. 0 bytes: the peer has finished sending.
IoStarted start_receive(SOCKET socket, std::span<std::byte> buffer, OVERLAPPED& request);
/// WSASend with an OVERLAPPED. Look at the packet for how many bytes it took.
IoStarted start_send(SOCKET socket, std::span<const std::byte> data, OVERLAPPED& request);
/// DisconnectEx: ends the connection both ways; with `reuse` the socket may be accepted again.
IoStarted start_disconnect(const SocketExtensions& extensions, SOCKET socket, bool reuse,
                           OVERLAPPED& request);

/// The peer reads 0 bytes after what was sent; receiving goes on. false: it has gone already.
bool finish_sending(SOCKET socket, std::source_location where = std::source_location::current());
/// Closing sends a reset instead of an orderly end, and what is not sent yet is thrown away.
void reset_on_close(SOCKET socket, std::source_location where = std::source_location::current());

}  // namespace w32
