// socket.cpp - Winsock's answers, 0 or SOCKET_ERROR, as the three of overlapped.hpp.
#include "common/win32/socket.hpp"

namespace w32 {
namespace {

// For calls that answer 0 or SOCKET_ERROR.
void check_socket(int answer, const char* call, std::source_location where) {
    if (answer != 0) throw Error(call, static_cast<DWORD>(::WSAGetLastError()), where);
}

// `bytes` by reference: the call that writes it may be the other argument, evaluated later.
IoStarted started(bool done, const DWORD& bytes) {
    if (done) return {Io::done, bytes, ERROR_SUCCESS};
    const auto error = static_cast<DWORD>(::WSAGetLastError());
    return {error == WSA_IO_PENDING ? Io::pending : Io::failed, 0, error};
}

const sockaddr* general(const sockaddr_in& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

void bind_to(SOCKET socket, const sockaddr_in& address, std::source_location where) {
    check_socket(::bind(socket, general(address), sizeof address), "bind", where);
}

template <class Function>
void load(SOCKET any, GUID id, Function& function, std::source_location where) {
    DWORD bytes = 0;
    check_socket(::WSAIoctl(any, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                            sizeof function, &bytes, nullptr, nullptr),
                 "WSAIoctl", where);
}

}  // namespace

SocketLibrary::SocketLibrary() {
    WSADATA data;
    // The one Winsock function that answers its error code itself.
    const int error = ::WSAStartup(MAKEWORD(2, 2), &data);
    if (error != 0) throw Error("WSAStartup", static_cast<DWORD>(error));
}

Socket make_socket(std::source_location where) {
    const SOCKET raw = ::WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0,
                                    WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    if (raw == INVALID_SOCKET)
        throw Error("WSASocketW", static_cast<DWORD>(::WSAGetLastError()), where);
    return Socket(raw);
}

sockaddr_in loopback(u_short port) noexcept {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    address.sin_port = ::htons(port);
    return address;
}

SocketExtensions::SocketExtensions(SOCKET any, std::source_location where) {
    load(any, WSAID_ACCEPTEX, accept, where);
    load(any, WSAID_CONNECTEX, connect, where);
    load(any, WSAID_DISCONNECTEX, disconnect, where);
    load(any, WSAID_GETACCEPTEXSOCKADDRS, accept_addresses, where);
}

Listener::Listener(u_short port, std::source_location where)
    : socket_(make_socket(where)), extensions_(socket_.get(), where) {
    // Without it a second program may take the same port with SO_REUSEADDR, and our clients.
    const BOOL exclusive = TRUE;
    check_socket(::setsockopt(socket_.get(), SOL_SOCKET, SO_EXCLUSIVEADDRUSE,
                              reinterpret_cast<const char*>(&exclusive), sizeof exclusive),
                 "setsockopt SO_EXCLUSIVEADDRUSE", where);
    bind_to(socket_.get(), loopback(port), where);
    check_socket(::listen(socket_.get(), SOMAXCONN), "listen", where);
    sockaddr_in address{};
    int size = sizeof address;
    check_socket(::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size),
                 "getsockname", where);
    port_ = ::ntohs(address.sin_port);
}

IoStarted Listener::start_accept(SOCKET fresh, AcceptBuffer& buffer, OVERLAPPED& request) const {
    DWORD bytes = 0;
    return started(extensions_.accept(socket_.get(), fresh, buffer.bytes, 0, AcceptBuffer::kAddress,
                                      AcceptBuffer::kAddress, &bytes, &request) != FALSE,
                   bytes);
}

void Listener::finish_accept(SOCKET accepted, std::source_location where) const {
    const SOCKET listener = socket_.get();
    check_socket(::setsockopt(accepted, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                              reinterpret_cast<const char*>(&listener), sizeof listener),
                 "setsockopt SO_UPDATE_ACCEPT_CONTEXT", where);
}

AcceptAddresses Listener::addresses(AcceptBuffer& buffer) const {
    sockaddr* local = nullptr;
    sockaddr* remote = nullptr;
    int local_size = 0;
    int remote_size = 0;
    extensions_.accept_addresses(buffer.bytes, 0, AcceptBuffer::kAddress, AcceptBuffer::kAddress,
                                 &local, &local_size, &remote, &remote_size);
    return {*reinterpret_cast<sockaddr_in*>(local), *reinterpret_cast<sockaddr_in*>(remote)};
}

IoStarted start_connect(const SocketExtensions& extensions, SOCKET fresh, u_short port,
                        OVERLAPPED& request) {
    return start_connect(extensions, fresh, loopback(port), request);
}

IoStarted start_connect(const SocketExtensions& extensions, SOCKET fresh, const sockaddr_in& to,
                        OVERLAPPED& request) {
    sockaddr_in from{};  // any address and port of ours: the system knows which one leads there
    from.sin_family = AF_INET;
    bind_to(fresh, from, std::source_location::current());
    DWORD bytes = 0;
    return started(
        extensions.connect(fresh, general(to), sizeof to, nullptr, 0, &bytes, &request) != FALSE,
        bytes);
}

void finish_connect(SOCKET connected, std::source_location where) {
    check_socket(::setsockopt(connected, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, nullptr, 0),
                 "setsockopt SO_UPDATE_CONNECT_CONTEXT", where);
}

Socket connect_to(u_short port, std::source_location where) {
    Socket socket = make_socket(where);
    const sockaddr_in address = loopback(port);
    check_socket(::connect(socket.get(), general(address), sizeof address), "connect", where);
    return socket;
}

IoStarted start_receive(SOCKET socket, std::span<std::byte> buffer, OVERLAPPED& request) {
    WSABUF part{static_cast<ULONG>(buffer.size()), reinterpret_cast<char*>(buffer.data())};
    DWORD bytes = 0;
    DWORD flags = 0;
    return started(::WSARecv(socket, &part, 1, &bytes, &flags, &request, nullptr) == 0, bytes);
}

IoStarted start_send(SOCKET socket, std::span<const std::byte> data, OVERLAPPED& request) {
    // WSABUF serves both directions and so has no const; WSASend only reads.
    auto* const first = const_cast<char*>(reinterpret_cast<const char*>(data.data()));
    WSABUF part{static_cast<ULONG>(data.size()), first};
    DWORD bytes = 0;
    return started(::WSASend(socket, &part, 1, &bytes, 0, &request, nullptr) == 0, bytes);
}

IoStarted start_disconnect(const SocketExtensions& extensions, SOCKET socket, bool reuse,
                           OVERLAPPED& request) {
    return started(extensions.disconnect(socket, &request, reuse ? TF_REUSE_SOCKET : 0, 0) != FALSE,
                   0);
}

bool finish_sending(SOCKET socket, std::source_location where) {
    if (::shutdown(socket, SD_SEND) == 0) return true;
    const int error = ::WSAGetLastError();
    if (error == WSAENOTCONN || error == WSAECONNRESET || error == WSAECONNABORTED) return false;
    throw Error("shutdown", static_cast<DWORD>(error), where);
}

void reset_on_close(SOCKET socket, std::source_location where) {
    const linger at_once{1, 0};
    check_socket(::setsockopt(socket, SOL_SOCKET, SO_LINGER,
                              reinterpret_cast<const char*>(&at_once), sizeof at_once),
                 "setsockopt SO_LINGER", where);
}

}  // namespace w32
