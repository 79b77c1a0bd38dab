// forward_collector.hpp - a syslog collector that does what a test tells it, and a forwarder that
// talks to it.
#pragma once

#include "chapters/11-syelog/forward/forwarder.hpp"
#include "common/testing/scripted_folder.hpp"

#include <gtest/gtest.h>

#include <map>

namespace forward_tests {

using namespace std::chrono_literals;
inline constexpr auto kLimit = 5s;  // only a broken forwarder needs it; below the watchdog's
inline constexpr auto kNever = 1h;

/// The collector's end of one connection. Each step blocks for five seconds at most.
class Accepted {
public:
    explicit Accepted(w32::Socket socket) : socket_(std::move(socket)) {
        const DWORD limit = 5000;
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, reinterpret_cast<const char*>(&limit),
                     sizeof limit);
    }
    /// At most `most` bytes; "" at the end of the connection, of whatever kind.
    std::string receive_some(std::size_t most) {
        std::string bytes(most, '\0');
        const int count = ::recv(socket_.get(), bytes.data(), static_cast<int>(most), 0);
        if (count < 0 && ::WSAGetLastError() == WSAETIMEDOUT)
            ADD_FAILURE() << "the forwarder neither sends nor ends";
        bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return bytes;
    }
    std::string receive(std::size_t count) {
        std::string all;
        while (all.size() < count) {
            const std::string now = receive_some(count - all.size());
            if (now.empty()) break;
            all += now;
        }
        return all;
    }
    /// Up to the forwarder's half-close, in reads of at most `piece` bytes.
    std::string receive_to_end(std::size_t piece = 64 * 1024) {
        std::string all;
        for (std::string now = receive_some(piece); !now.empty(); now = receive_some(piece))
            all += now;
        return all;
    }
    /// Nothing has come, and no end, for 50 ms.
    bool is_silent() const {
        WSAPOLLFD look{socket_.get(), POLLIN, 0};
        return ::WSAPoll(&look, 1, 50) == 0;
    }
    void say(std::string_view text) {
        ::send(socket_.get(), text.data(), static_cast<int>(text.size()), 0);
    }
    /// As a program that has read to the end - or, before that, as a system does for one that has
    /// died with nothing unread.
    void end() { socket_.reset(); }
    void reset() {
        w32::reset_on_close(socket_.get());
        socket_.reset();
    }

private:
    w32::Socket socket_;
};

class Collector {
public:
    /// Has a port of its own, at which nobody answers before open().
    Collector() : socket_(w32::make_socket()) {
        sockaddr_in address = w32::loopback(0);
        int size = sizeof address;
        auto* const general = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_.get(), general, size) != 0 ||
            ::getsockname(socket_.get(), general, &size) != 0)
            throw w32::Error("bind", static_cast<DWORD>(::WSAGetLastError()));
        port_ = ::ntohs(address.sin_port);
    }
    void open() { ASSERT_EQ(::listen(socket_.get(), SOMAXCONN), 0); }
    std::wstring address() const { return L"127.0.0.1:" + std::to_wstring(port_); }

    Accepted accept() {
        WSAPOLLFD look{socket_.get(), POLLIN, 0};
        if (::WSAPoll(&look, 1, 5000) <= 0) {
            ADD_FAILURE() << "the forwarder does not connect";
            return Accepted(w32::Socket());
        }
        return Accepted(w32::Socket(::accept(socket_.get(), nullptr, nullptr)));
    }
    /// What the next segment consists of; connections that bring nothing before they end are
    /// skipped: spare ones of a broken pair.
    std::string segment() {
        for (int i = 0; i < 20; ++i) {
            Accepted next = accept();
            const std::string bytes = next.receive_to_end();
            next.end();
            if (!bytes.empty()) return bytes;
        }
        return {};
    }

private:
    w32::SocketLibrary winsock_;
    w32::Socket socket_;
    u_short port_ = 0;
};

/// Frames taken apart again: sequenceId and text of each message.
inline std::vector<std::pair<unsigned, std::string>> messages(std::string_view bytes) {
    std::vector<std::pair<unsigned, std::string>> all;
    while (!bytes.empty()) {
        const std::size_t length = std::stoul(std::string(bytes.substr(0, 6)));
        const std::size_t head = bytes.find(' ') + 1;
        const std::string message(bytes.substr(head, length));
        bytes.remove_prefix(std::min(head + length, bytes.size()));
        const std::string_view mark = "[meta sequenceId=\"";
        const std::size_t id = message.find(mark);
        if (id == message.npos || message.size() != length) {
            ADD_FAILURE() << "not a message: " << message;
            return all;
        }
        all.emplace_back(std::stoul(message.substr(id + mark.size())),
                         message.substr(message.rfind("] ") + 2));
    }
    return all;
}

inline const syelog::Peer kPeer{.process_id = 280, .program = "app.exe", .user = "PC\\me"};

/// A forwarder on a port with two workers.
struct Rig {
    enum class Collector { there, away };
    explicit Rig(syelog::ForwardOptions options, Collector is = Collector::there) {
        if (is == Collector::there) collector.open();
        for (int i = 0; i < 2; ++i) workers.emplace_back([this] { work(); });
        start(std::move(options));
    }
    ~Rig() {
        stop();
        for (std::size_t i = 0; i < workers.size(); ++i) port.post(0, 0);
    }
    /// Nothing happens because time has passed, but for the pause before a new connection.
    static syelog::ForwardOptions calm() {
        syelog::ForwardOptions options;
        options.segment_age = kNever;
        options.settle = kNever;
        options.patience = kNever;
        options.first_retry = 1ms;
        options.last_retry = 20ms;
        options.stop_limit = 0ms;
        return options;
    }
    /// Calm, but a segment ends as soon as it has begun to be sent.
    static syelog::ForwardOptions quick() {
        auto options = calm();
        options.segment_age = 0ms;
        return options;
    }

    void start(syelog::ForwardOptions options) {
        options.spool = folder.path();
        options.collector = collector.address();
        options.tell = [this](const std::string& sentence) { told.push_back(sentence); };
        forwarder = std::make_unique<syelog::Forwarder>(port, options);
        forwarder->start();
    }
    void stop() {
        if (forwarder) forwarder->stop();
        forwarder.reset();
    }
    void log(const std::string& text) {
        syelog::Event event;
        event.record.text = text;
        event.peer = &kPeer;
        forwarder->take({&event, 1});
    }
    /// "text 1", "text 2", ...
    void log(int from, int to) {
        for (int i = from; i <= to; ++i) log("text " + std::to_string(i));
    }
    bool wait_until(const std::function<bool(const syelog::ForwardStatistics&)>& condition) {
        return forwarder->wait_until(condition, kLimit);
    }
    bool wait_confirmed(std::uint64_t records) {
        return wait_until([=](const auto& now) { return now.confirmed >= records; });
    }
    std::size_t segments() const {
        std::size_t count = 0;
        for (const std::wstring& name : folder.names()) count += name.ends_with(L".spool") ? 1 : 0;
        return count;
    }

    workbook::ScriptedFolder folder;
    forward_tests::Collector collector;
    w32::CompletionPort port;
    // Closed: packets without bytes - of a connect, of an end - are taken and not handed over.
    w32::Event gate{w32::Reset::manual, /*signaled=*/true};
    w32::Event at_gate{w32::Reset::automatic};
    std::vector<std::string> told;  // by the forwarder's thread; read it after stop()
    std::unique_ptr<syelog::Forwarder> forwarder;
    std::vector<w32::Thread> workers;  // last: joined first

private:
    // As the daemon does: the key is the handler.
    void work() {
        for (;;) {
            const w32::Dequeued packet = port.get(w32::forever);
            if (packet.bytes == 0 && packet.key != 0) {
                at_gate.set();
                gate.wait();
            }
            if (packet.key == 0) return;
            reinterpret_cast<syelog::PacketHandler*>(packet.key)->on_packet(packet);
        }
    }
};

/// Number and text of each record that a collector got.
using Messages = std::vector<std::pair<unsigned, std::string>>;

/// How many of the sentences have `part` in them.
inline std::size_t count_of(const std::vector<std::string>& told, std::string_view part) {
    std::size_t count = 0;
    for (const std::string& sentence : told) count += sentence.find(part) != sentence.npos ? 1 : 0;
    return count;
}

}  // namespace forward_tests
