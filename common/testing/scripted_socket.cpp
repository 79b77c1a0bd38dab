// scripted_socket.cpp - blocking sends and receives on a socket, each with a limit.
#include "common/testing/scripted_socket.hpp"

namespace workbook {
namespace {

constexpr DWORD kLimit = 5000;  // ms; only a broken program needs it; below the watchdog's

DWORD last_error() { return static_cast<DWORD>(::WSAGetLastError()); }

void set_option(SOCKET socket, int level, int option, DWORD value) {
    if (::setsockopt(socket, level, option, reinterpret_cast<const char*>(&value), sizeof value) !=
        0)
        throw w32::Error("setsockopt", last_error());
}

}  // namespace

SocketPeer::SocketPeer(u_short port) : socket_(w32::connect_to(port)) {
    set_option(get(), SOL_SOCKET, SO_RCVTIMEO, kLimit);
    set_option(get(), SOL_SOCKET, SO_SNDTIMEO, kLimit);
    set_option(get(), IPPROTO_TCP, TCP_NODELAY, 1);  // a piece does not wait for the next one
}

void SocketPeer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const int sent = ::send(get(), bytes.data(), static_cast<int>(bytes.size()), 0);
        if (sent < 0) throw w32::Error("send", last_error());
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void SocketPeer::send_split(std::string_view bytes, std::initializer_list<std::size_t> sizes) {
    for (const std::size_t size : sizes) {
        send(bytes.substr(0, size));
        bytes.remove_prefix(size < bytes.size() ? size : bytes.size());
    }
    send(bytes);
}

std::size_t SocketPeer::send_until_full(std::size_t most) {
    u_long mode = 1;
    ::ioctlsocket(get(), static_cast<long>(FIONBIO), &mode);
    const std::string block(16 * 1024, 'f');
    std::size_t taken = 0;
    // Both systems have buffers and the server reads meanwhile: full means that nothing has moved
    // for a tenth of a second.
    while (taken < most) {
        WSAPOLLFD look{get(), POLLOUT, 0};
        if (::WSAPoll(&look, 1, 100) <= 0) break;
        const int sent = ::send(get(), block.data(), static_cast<int>(block.size()), 0);
        if (sent <= 0 && last_error() != WSAEWOULDBLOCK) throw w32::Error("send", last_error());
        if (sent > 0) taken += static_cast<std::size_t>(sent);
    }
    mode = 0;
    ::ioctlsocket(get(), static_cast<long>(FIONBIO), &mode);
    return taken;
}

// 0 at the end, which it writes down.
int SocketPeer::receive_some(char* buffer, std::size_t size) {
    const int count = ::recv(get(), buffer, static_cast<int>(size), 0);
    if (count > 0) return count;
    const DWORD error = last_error();
    if (count == 0)
        end_ = End::orderly;
    else if (error == WSAECONNRESET || error == WSAECONNABORTED || error == WSAENOTCONN)
        end_ = End::reset;
    else
        throw w32::Error("recv", error);
    return 0;
}

std::string SocketPeer::receive(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t have = 0;
    while (have < count) {
        const int now = receive_some(bytes.data() + have, count - have);
        if (now == 0) break;
        have += static_cast<std::size_t>(now);
    }
    bytes.resize(have);
    return bytes;
}

std::string SocketPeer::receive_rest() {
    std::string bytes;
    char buffer[4096];
    while (const int now = receive_some(buffer, sizeof buffer))
        bytes.append(buffer, static_cast<std::size_t>(now));
    return bytes;
}

SocketPeer::End SocketPeer::wait_for_end() {
    char buffer[4096];
    while (receive_some(buffer, sizeof buffer) != 0) {
    }
    return end_;
}

void SocketPeer::half_close() { (void)w32::finish_sending(get()); }

void SocketPeer::reset() {
    w32::reset_on_close(get());
    socket_.reset();
}

u_short SocketPeer::port() const {
    sockaddr_in address{};
    int size = sizeof address;
    if (::getsockname(get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw w32::Error("getsockname", last_error());
    return ::ntohs(address.sin_port);
}

}  // namespace workbook
