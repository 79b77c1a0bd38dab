// calls.hpp - the names under which the lab calls Winsock; calls_end.hpp takes them back.
//
// Only judge.cpp includes it, after what it uses. Without a scripted network each call is the real
// one.
#pragma once

namespace network::wrapped {

inline BOOL wb_accept(SOCKET listener, SOCKET fresh, PVOID buffer, DWORD size, DWORD local,
                      DWORD remote, LPDWORD bytes, LPOVERLAPPED request) {
    if (net == nullptr)
        return ::AcceptEx(listener, fresh, buffer, size, local, remote, bytes, request);
    count_call();
    if (listener != Network::kListener) return refuse(WSAEINVAL) == 0;
    auto* const first = static_cast<char*>(buffer);
    return start({Kind::accept, request, fresh, first, size + local + remote}) == 0;
}

inline int wb_receive(SOCKET socket, LPWSABUF parts, DWORD count, LPDWORD bytes, LPDWORD flags,
                      LPWSAOVERLAPPED request, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    if (net == nullptr) return ::WSARecv(socket, parts, count, bytes, flags, request, routine);
    count_call();
    if (count != 1 || request == nullptr || routine != nullptr) return refuse(WSAEINVAL);
    return start({Kind::receive, request, socket, parts->buf, parts->len}, bytes);
}

inline int wb_send(SOCKET socket, LPWSABUF parts, DWORD count, LPDWORD bytes, DWORD flags,
                   LPWSAOVERLAPPED request, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    if (net == nullptr) return ::WSASend(socket, parts, count, bytes, flags, request, routine);
    count_call();
    if (count != 1 || request == nullptr || routine != nullptr) return refuse(WSAEINVAL);
    return start({Kind::send, request, socket, parts->buf, parts->len}, bytes);
}

inline SOCKET wb_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group,
                        DWORD flags) {
    if (net == nullptr) return ::WSASocketW(family, type, protocol, info, group, flags);
    count_call();
    return net->make_socket();
}

inline int wb_close(SOCKET socket) {
    if (net == nullptr) return ::closesocket(socket);
    count_call();
    End* const end = net->end_of(socket);
    if (end == nullptr) return refuse(WSAENOTSOCK);
    ends_connection(*end);
    net->close(socket);
    return 0;
}

inline int wb_shutdown(SOCKET socket, int how) {
    if (net == nullptr) return ::shutdown(socket, how);
    count_call();
    End* const end = net->end_of(socket);
    if (end == nullptr) return refuse(WSAENOTSOCK);
    if (end->client != nullptr && !end->has_context) {
        WB_DIAGNOSE("no-accept-context")
            << "shutdown fails with 10057, not connected: a socket from AcceptEx does not know its "
            << "connection before SO_UPDATE_ACCEPT_CONTEXT.";
        throw Enough{};
    }
    if (how != SD_RECEIVE) ends_connection(*end);
    return 0;
}

inline int wb_option(SOCKET socket, int level, int option, const char* value, int size) {
    if (net == nullptr) return ::setsockopt(socket, level, option, value, size);
    count_call();
    End* const end = net->end_of(socket);
    if (end == nullptr) return refuse(WSAENOTSOCK);
    if (level != SOL_SOCKET || option != SO_UPDATE_ACCEPT_CONTEXT) return 0;
    SOCKET listener = 0;
    if (size != sizeof listener) return refuse(WSAEFAULT);
    std::memcpy(&listener, value, sizeof listener);
    if (listener != Network::kListener) return refuse(WSAENOTSOCK);
    if (end->client == nullptr) return refuse(WSAENOTCONN);
    end->has_context = true;
    return 0;
}

inline HANDLE wb_associate(HANDLE file, HANDLE port, ULONG_PTR key, DWORD threads) {
    if (net == nullptr) return ::CreateIoCompletionPort(file, port, key, threads);
    count_call();
    End* const end = net->end_of(reinterpret_cast<SOCKET>(file));
    if (end == nullptr || end->on_port || port != Network::port()) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    end->on_port = true;
    end->key = key;
    return port;
}

inline BOOL wb_cancel(HANDLE file, LPOVERLAPPED request) {
    if (net == nullptr) return ::CancelIoEx(file, request);
    count_call();
    if (net->cancel(reinterpret_cast<SOCKET>(file), request) > 0) return TRUE;
    ::SetLastError(ERROR_NOT_FOUND);
    return FALSE;
}

inline BOOL wb_get(HANDLE port, LPDWORD bytes, PULONG_PTR key, LPOVERLAPPED* request, DWORD ms) {
    if (net == nullptr) return ::GetQueuedCompletionStatus(port, bytes, key, request, ms);
    count_call();
    net->move();
    *request = nullptr;
    if (net->packets.empty() && ms != INFINITE) {
        if (++looks <= 8) {
            ::SetLastError(WAIT_TIMEOUT);
            return FALSE;
        }
        WB_DIAGNOSE("polls") << "Waits with a limit that have ended with nothing.";
        throw Enough{};
    }
    while (net->packets.empty()) next_step(), net->move();
    looks = 0;
    const network::Packet packet = net->take();
    *bytes = packet.bytes;
    *key = packet.key;
    *request = packet.overlapped;
    told_of_failure = !packet.ok;
    ::SetLastError(packet.error);
    return packet.ok;
}

inline HANDLE wb_thread(LPSECURITY_ATTRIBUTES, SIZE_T, LPTHREAD_START_ROUTINE, LPVOID, DWORD,
                        LPDWORD) {
    tell_other_thread();
}

}  // namespace network::wrapped

using namespace network::wrapped;

#define AcceptEx wb_accept
#define WSARecv wb_receive
#define WSASend wb_send
#define WSASocketW wb_socket
#define closesocket wb_close
#define shutdown wb_shutdown
#define setsockopt wb_option
#define CreateIoCompletionPort wb_associate
#define CancelIoEx wb_cancel
#define GetQueuedCompletionStatus wb_get
#define CreateThread wb_thread
