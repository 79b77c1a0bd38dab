// network.hpp - what is behind the lab's calls in the judge: clients, sockets and one port, all
// scripted. It says what Winsock would answer; the judge says what that means for the lab.
//
// A step of the script runs whenever the lab sleeps, on the lab's own thread. So each outcome of a
// request comes on purpose: done inside the call, or pending; whole, or only a part of it.
#pragma once

#include "common/win32/socket.hpp"

#include <cstring>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace network {

/// Thrown out of a call of the lab: its diagnosis is told.
struct Enough {};

/// One connection, seen from outside.
struct Client {
    std::string name{};
    std::string says{};           ///< all it has sent
    std::string heard{};          ///< what came back
    std::size_t read = 0;         ///< of `says`, by the server
    std::size_t takes = 1 << 30;  ///< bytes it (and the systems between) will still take
    std::size_t cut = 1 << 30;    ///< a send to it takes so many bytes at most
    bool accepted = false;
    bool has_finished = false;  ///< sending
    bool has_reset = false;
    bool breaks_when_read = false;  ///< resets as soon as a receive has got something from it
    bool was_ended = false;         ///< by the server: shutdown, or close
};

struct Request {
    enum class Kind { accept, receive, send };
    Kind kind;
    OVERLAPPED* overlapped;
    SOCKET socket;  ///< an accept's: the fresh one
    char* data;
    std::size_t size;
    bool ended = false;  ///< its packet is queued, but not taken
};

struct Packet {
    BOOL ok;
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED* overlapped;
    DWORD error;
};

/// One of the lab's sockets.
struct End {
    Client* client = nullptr;
    ULONG_PTR key = 0;
    bool on_port = false;
    bool has_context = false;
    bool told_end = false;  // a receive has ended with 0 bytes
};

class Network {
public:
    static constexpr SOCKET kListener = 0x1000;
    static constexpr ULONG_PTR kListenerKey = 1;
    static HANDLE port() { return reinterpret_cast<HANDLE>(ULONG_PTR{0x7770}); }

    // --- the script
    std::deque<std::function<void()>> steps;  ///< one each time the lab sleeps
    Client& connect(std::string name, std::string says = "") {
        clients.push_back({.name = std::move(name), .says = std::move(says)});
        return clients.back();
    }
    void quit() {
        asked_to_quit = true;
        packets.push_back({TRUE, 0, 0, nullptr, 0});
    }

    // --- what the lab's calls do; each checks nothing but Winsock's own rules
    SOCKET make_socket() {
        const SOCKET socket = kListener + 4 * ++made;
        ends.emplace_back(socket, End{});
        return socket;
    }
    End* end_of(SOCKET socket) {
        for (auto& [number, end] : ends)
            if (number == socket) return &end;
        return nullptr;
    }
    /// Ends inside the call if it can: true. Its packet is queued in either case.
    bool start(const Request& request) {
        requests.push_back(request);
        return try_end(requests.back());
    }
    /// All of a socket, or one of them; answers how many there were.
    int cancel(SOCKET socket, const OVERLAPPED* one, DWORD error = ERROR_OPERATION_ABORTED) {
        int count = 0;
        for (Request& request : requests) {
            // A pending accept is a request of the listener.
            const SOCKET owner = request.kind == Request::Kind::accept ? kListener : request.socket;
            const bool same = owner == socket;
            if (request.ended || !same || (one != nullptr && request.overlapped != one)) continue;
            finish(request, 0, error);
            ++count;
        }
        return count;
    }
    void close(SOCKET socket) {
        (void)cancel(socket, nullptr);
        for (Request& request : requests)  // the fresh socket of an accept
            if (request.socket == socket && !request.ended)
                finish(request, 0, ERROR_OPERATION_ABORTED);
        std::erase_if(ends, [&](const auto& each) { return each.first == socket; });
    }
    /// Ends whatever can end by now.
    void move() {
        for (Request& request : requests)
            if (!request.ended) (void)try_end(request);
    }
    Packet take() {
        const Packet packet = packets.front();
        packets.pop_front();
        requests.remove_if([&](const Request& r) { return r.overlapped == packet.overlapped; });
        return packet;
    }

    std::list<Client> clients;
    std::list<Request> requests;  ///< whose packet was not taken yet
    std::deque<Packet> packets;
    std::vector<std::pair<SOCKET, End>> ends;  ///< open
    bool asked_to_quit = false;

private:
    bool try_end(Request& request);
    void finish(Request& request, std::size_t bytes, DWORD error = ERROR_SUCCESS) {
        request.ended = true;
        const End* const end = end_of(request.socket);
        const bool accept = request.kind == Request::Kind::accept;
        packets.push_back({error == ERROR_SUCCESS, static_cast<DWORD>(bytes),
                           accept ? kListenerKey : end->key, request.overlapped, error});
    }

    SOCKET made = 0;
};

}  // namespace network
