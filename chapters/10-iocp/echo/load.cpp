// load.cpp - a client: two requests, one each way, and a place in a stream that it can compute.
#include "chapters/10-iocp/echo/load.hpp"

#include "common/win32/completion_port.hpp"
#include "common/win32/socket.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

namespace echo {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr unsigned kPieces = 3;  // of a message, at most, if it is not larger than that

// Eight bytes of a client's stream: every client and every position has its own.
std::uint64_t pattern(std::uint64_t client, std::uint64_t word) {
    std::uint64_t x = (client << 40) + word + 0x9E3779B97F4A7C15;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return x ^ (x >> 31);
}

void fill(std::span<std::byte> out, std::uint64_t client, std::uint64_t position) {
    std::size_t done = 0;
    while (done < out.size()) {
        const std::uint64_t word = pattern(client, (position + done) / 8);
        const std::size_t skip = (position + done) % 8;
        const std::size_t count = std::min(out.size() - done, 8 - skip);
        std::memcpy(out.data() + done, reinterpret_cast<const char*>(&word) + skip, count);
        done += count;
    }
}

struct Client {
    explicit Client(unsigned number, std::uint32_t seed) : id(number), random(seed + number) {}

    unsigned id;
    std::mt19937 random;
    w32::Socket socket = w32::make_socket();
    OVERLAPPED connecting{}, sending{}, receiving{};
    bool send_pending = false, receive_pending = false;
    unsigned messages_left = 0;
    unsigned pieces_left = 0;
    std::uint64_t wanted = 0;  // where the message ends that is on its way
    std::uint64_t sent = 0;
    std::uint64_t back = 0;
    bool finishing = false;  // has finished sending, waits for the server's end
    bool failed = false;
    std::array<std::byte, kPiece> out{}, in{};
};

class Run {
public:
    explicit Run(const Load& load) : load_(load) {}
    Figures all() {
        connect();
        if (load_.connected) load_.connected();
        const ULONGLONG start = ::GetTickCount64();
        for (const auto& client : clients_) {
            receive(*client);
            go_on(*client);
        }
        while (active_ > 0) take();
        seen_.seconds = static_cast<double>(::GetTickCount64() - start) / 1000;
        return seen_;
    }

private:
    void connect();
    void take();
    void go_on(Client& client);
    void send(Client& client);
    void receive(Client& client);
    void arrived(Client& client, DWORD bytes);
    void fail(Client& client, unsigned& count);
    void look_at(Client& client, const w32::IoStarted& started, bool& pending);

    const Load& load_;
    const w32::SocketLibrary winsock_;
    w32::CompletionPort port_;
    std::vector<std::unique_ptr<Client>> clients_;
    unsigned active_ = 0;  // requests pending
    Figures seen_;
    std::array<std::byte, kPiece> expected_{};
};

void Run::connect() {
    for (unsigned i = 0; i < load_.clients; ++i) {
        clients_.push_back(std::make_unique<Client>(i, load_.seed));
        Client& client = *clients_.back();
        client.messages_left = load_.messages;
        port_.associate(client.socket.handle(), i);
        const w32::SocketExtensions extensions(client.socket.get());
        const auto started =
            w32::start_connect(extensions, client.socket.get(), load_.port, client.connecting);
        if (started.how == w32::Io::failed) throw w32::Error("ConnectEx", started.error);
    }
    for (unsigned i = 0; i < load_.clients; ++i) {
        const w32::Dequeued packet = port_.get(w32::forever);
        if (packet.error != ERROR_SUCCESS) throw w32::Error("ConnectEx", packet.error);
        w32::finish_connect(clients_[packet.key]->socket.get());
        ++seen_.connected;
    }
}

void Run::take() {
    const w32::Dequeued packet = port_.get(w32::forever);
    Client& client = *clients_[packet.key];
    const bool was_send = packet.overlapped == &client.sending;
    (was_send ? client.send_pending : client.receive_pending) = false;
    --active_;
    if (client.failed) return;
    if (packet.error != ERROR_SUCCESS) return fail(client, seen_.broken);
    if (was_send) {
        client.sent += packet.bytes;
        seen_.sent += packet.bytes;
    } else {
        arrived(client, packet.bytes);
    }
    if (!client.failed) go_on(client);
}

void Run::arrived(Client& client, DWORD bytes) {
    if (bytes == 0) {
        if (!client.finishing) return fail(client, seen_.broken);
        ++seen_.finished;
        client.socket.reset();
        return;
    }
    fill(std::span(expected_).first(bytes), client.id, client.back);
    const bool too_much = client.back + bytes > client.wanted;
    if (too_much || std::memcmp(expected_.data(), client.in.data(), bytes) != 0)
        return fail(client, seen_.wrong);
    client.back += bytes;
    seen_.back += bytes;
    receive(client);
}

// What is there to be sent: the rest of this message, the next one, or the end.
void Run::go_on(Client& client) {
    if (client.send_pending || client.finishing) return;
    if (client.sent == client.wanted) {
        if (client.back < client.wanted) return;
        if (client.messages_left == 0) {
            client.finishing = true;
            (void)w32::finish_sending(client.socket.get());
            return;
        }
        --client.messages_left;
        client.wanted += 1 + client.random() % load_.most;
        client.pieces_left = 1 + client.random() % kPieces;
    }
    send(client);
}

void Run::send(Client& client) {
    const std::uint64_t left = std::min<std::uint64_t>(client.wanted - client.sent, kPiece);
    const bool last = client.pieces_left <= 1;
    const auto count = static_cast<std::size_t>(last ? left : 1 + client.random() % left);
    if (!last) --client.pieces_left;
    const auto piece = std::span(client.out).first(count);
    fill(piece, client.id, client.sent);
    client.sending = OVERLAPPED{};
    look_at(client, w32::start_send(client.socket.get(), piece, client.sending),
            client.send_pending);
}

void Run::receive(Client& client) {
    client.receiving = OVERLAPPED{};
    look_at(client, w32::start_receive(client.socket.get(), client.in, client.receiving),
            client.receive_pending);
}

void Run::look_at(Client& client, const w32::IoStarted& started, bool& pending) {
    if (started.how == w32::Io::failed) return fail(client, seen_.broken);
    pending = true;
    ++active_;
}

// Its other request ends with the close, and its packet is taken like any other.
void Run::fail(Client& client, unsigned& count) {
    if (client.failed) return;
    client.failed = true;
    ++count;
    client.socket.reset();
}

}  // namespace

Figures run_load(const Load& load) { return std::make_unique<Run>(load)->all(); }

}  // namespace echo
