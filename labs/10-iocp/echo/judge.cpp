// The judge of lab L37: the lab's calls go to a scripted network, which ends each request when and
// how the script wants it. Whenever the lab sleeps, each client must have got what it can get.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "network.hpp"

#include "common/testing/judge.hpp"
#include "common/testing/scripted_socket.hpp"
#include "common/testing/verdict.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/handle_count.hpp"
#include "common/win32/thread.hpp"

// What the lab may want, before its calls get another name.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <thread>
#include <unordered_map>

// Fresh memory is not zero: who forgets to set it is not lucky.
void* operator new(std::size_t size) {
    void* const memory = std::malloc(size);
    if (memory == nullptr) throw std::bad_alloc();
    return std::memset(memory, 0xCD, size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

// In a namespace of its own, like all that the judge has: the lab's names are the learner's.
namespace network {

using Kind = Request::Kind;

bool Network::try_end(Request& request) {
    if (request.kind == Kind::accept) {
        const auto next = std::find_if(clients.begin(), clients.end(),
                                       [](const Client& client) { return !client.accepted; });
        if (next == clients.end()) return false;
        next->accepted = true;
        if (End* const end = end_of(request.socket); end != nullptr && !next->has_reset)
            end->client = &*next;
        finish(request, 0, next->has_reset ? ERROR_NETNAME_DELETED : ERROR_SUCCESS);
        return true;
    }
    Client& client = *end_of(request.socket)->client;
    std::size_t bytes = 0;
    if (client.has_reset) {
        finish(request, 0, ERROR_NETNAME_DELETED);
        return true;
    }
    if (request.kind == Kind::receive) {
        const std::size_t there = client.says.size() - client.read;
        if (there == 0 && !client.has_finished) return false;
        bytes = std::min(request.size, there);
        std::memcpy(request.data, client.says.data() + client.read, bytes);
        client.read += bytes;
        if (there == 0) end_of(request.socket)->told_end = true;
        if (client.breaks_when_read) client.has_reset = true;
    } else {
        bytes = std::min({request.size, client.takes, client.cut});
        if (bytes == 0 && request.size > 0) return false;
        client.heard.append(request.data, bytes);
        client.takes -= bytes;
    }
    finish(request, bytes);
    return true;
}

constexpr int kCalls = 5000;              // no script needs a thousand
constexpr std::size_t kKept = 64 * 1024;  // what may be kept for one client

Network* net = nullptr;  // nullptr: real sockets
int calls = 0;
int looks = 0;                 // waits with a limit, in a row, that brought nothing
bool told_of_failure = false;  // the last packet
DWORD lab_thread = 0;

bool pending(SOCKET socket, Kind kind) {
    return std::any_of(net->requests.begin(), net->requests.end(), [&](const Request& request) {
        return request.socket == socket && request.kind == kind;
    });
}

// The script is not made for two threads: nothing after this.
[[noreturn]] void tell_other_thread() {
    const char* const text = "The server has a second thread. One takes all packets.";
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    const std::string name = std::string(test->test_suite_name()) + '.' + test->name();
    std::printf("%s: [other-thread] %s\n", name.c_str(), text);
    workbook::announce_failure(name, "other-thread", text);
    ::ExitProcess(workbook::kFailed);
}

void count_call() {
    if (::GetCurrentThreadId() != lab_thread) tell_other_thread();
    if (++calls <= kCalls) return;
    WB_DIAGNOSE("burns") << kCalls << " calls, and the server has not slept since the script's "
                         << "last step: something in them goes round in a circle.";
    throw Enough{};
}

}  // namespace network

#include "looks.hpp"

namespace network {

void next_step() {
    look_at_bytes();
    for (const Client& client : net->clients) {
        if (client.accepted) continue;
        WB_DIAGNOSE("client-not-accepted")
            << client.name << " has connected and waits. The server sleeps, and no accept is "
            << "pending: one AcceptEx takes one client.";
        throw Enough{};
    }
    look_at_accepts();
    if (net->asked_to_quit) {
        WB_DIAGNOSE("stop-hangs") << "kQuit was taken, and the server waits for a packet that will "
                                  << "not come: " << net->requests.size() << " requests are "
                                  << "pending, and nobody has cancelled them.";
        throw Enough{};
    }
    for (const auto& [socket, end] : net->ends)
        if (end.client != nullptr) look_at_connection(socket, end);
    calls = 0;
    if (net->steps.empty()) return net->quit();
    const auto step = std::move(net->steps.front());
    net->steps.pop_front();
    step();
}

int refuse(int error) {
    ::WSASetLastError(error);
    return SOCKET_ERROR;
}

int start(const Request& request, DWORD* bytes = nullptr) {
    End* const end = net->end_of(request.socket);
    if (end == nullptr) return refuse(WSAENOTSOCK);
    if (request.kind != Kind::accept && end->client == nullptr) return refuse(WSAENOTCONN);
    look_at_memory(request);
    if (request.overlapped->hEvent != nullptr || request.overlapped->Offset != 0) {
        WB_DIAGNOSE("overlapped-not-zero")
            << "A request is started with an OVERLAPPED that is not zero: hEvent is "
            << request.overlapped->hEvent << ". Each request begins with OVERLAPPED{}.";
        throw Enough{};
    }
    if (request.kind != Kind::accept && !end->on_port) {
        WB_DIAGNOSE("not-on-the-port")
            << "A request is started on a socket that belongs to no completion port yet. If it "
            << "ends before CreateIoCompletionPort, its packet is lost.";
        throw Enough{};
    }
    if (request.kind != Kind::accept && end->client->has_reset) return refuse(WSAECONNRESET);
    if (request.kind == Kind::receive && end->told_end) {
        WB_DIAGNOSE("end-ignored")
            << end->client->name << ": a receive has ended with 0 bytes, and "
            << "another one is started. 0 bytes mean that no more will come.";
        throw Enough{};
    }
    if (net->start(request)) {
        if (bytes != nullptr) *bytes = net->packets.back().bytes;
        if (request.kind != Kind::receive) return 0;
        if (end->client->read - end->client->heard.size() <= kKept) return 0;
        WB_DIAGNOSE("keeps-too-much") << end->client->name << " does not read, and the server has "
                                      << "taken more than 64 KB from it.";
        throw Enough{};
    }
    return refuse(WSA_IO_PENDING);  // an answer, not a failure
}

// The server ends a connection, with shutdown or with close.
void ends_connection(End& end) {
    Client* const client = end.client;
    if (client == nullptr || client->has_reset || client->was_ended) return;
    client->was_ended = true;
    if (net->asked_to_quit) return;
    if (client->has_finished && client->heard.size() == client->says.size()) return;
    WB_DIAGNOSE("ended-too-early")
        << "The server ends the connection of " << client->name << ", which has sent "
        << client->says.size() << " bytes, has got " << client->heard.size() << " back, and has "
        << (client->has_finished ? "" : "not ") << "finished sending."
        << (told_of_failure ? " The last packet has told of a failure: of one request, and neither "
                              "of the port nor of the other clients."
                            : "");
    throw Enough{};
}

}  // namespace network

#include "calls.hpp"

#include <echo.hpp>  // <>: the build chooses the folder

#include "calls_end.hpp"

namespace network {

/// True: the server has stopped when it was told to, and has left nothing.
inline bool run(Network& now) {
    net = &now;
    calls = looks = 0;
    accepts_at_first = 0;
    told_of_failure = false;
    lab_thread = ::GetCurrentThreadId();
    EchoServer server(Network::kListener, Network::port());
    try {
        server.run();
        look_at_bytes();
    } catch (const Enough&) {
        return false;
    }
    if (!now.asked_to_quit)
        WB_DIAGNOSE("gave-up")
            << "run() has returned, and there was no packet with kQuit. A packet "
            << "that tells of a failure is about one request.";
    else if (!now.requests.empty())
        WB_DIAGNOSE("request-still-pending")
            << now.requests.size()
            << " requests have not ended, or nobody has taken their packets, "
            << "and run() has returned. Their OVERLAPPEDs are freed now.";
    else if (!now.ends.empty())
        WB_DIAGNOSE("left-open") << now.ends.size() << " sockets are not closed.";
    else
        return true;
    return false;
}

}  // namespace network

TEST(Lab_10_Echo, Test1_EachClientIsAccepted) {
    network::Network now;
    now.steps = {[&] { now.connect("The first client", "one"); },
                 [&] { now.connect("The second client", "two"); },
                 [&] {
                     for (int i = 0; i < 30; ++i)
                         now.connect("A client that is gone before it was accepted").has_reset =
                             true;
                 },
                 [&] { now.connect("The one after it", "three"), now.connect("Another", "four"); },
                 [&] {
                     for (int i = 0; i < 100; ++i) now.connect("One of a hundred", "all at once");
                 }};
    (void)network::run(now);
}

TEST(Lab_10_Echo, Test2_EverythingComesBack) {
    network::Network now;
    network::Client* client = nullptr;
    now.steps = {[&] { (client = &now.connect("A client", "hello"))->cut = 3; },
                 [&] { client->says += ", how are you"; },
                 [&] { client->takes = 2, client->says += "? And"; },
                 [&] { client->takes = 1, client->says += " you?"; },
                 [&] { client->takes = 1000, client->says += " Bye."; }};
    if (!network::run(now)) return;
    network::Network much;
    much.steps = {[&] {
        std::string text(20'000, ' ');
        for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>('a' + i % 23);
        much.connect("A client with 20 000 bytes", text).cut = 1500;
    }};
    (void)network::run(much);
}

TEST(Lab_10_Echo, Test3_TheEndIsHeard) {
    network::Network now;
    network::Client* slow = nullptr;
    now.steps = {[&] { now.connect("A client that says nothing").has_finished = true; },
                 [&] { now.connect("A client that has finished", "bye").has_finished = true; },
                 [&] { (slow = &now.connect("A slow one", "read later"))->takes = 4; },
                 [&] { slow->has_finished = true; },
                 [&] { slow->takes = 100; },
                 [&] {
                     for (int i = 0; i < 30; ++i) now.connect("One of thirty").has_finished = true;
                 }};
    if (!network::run(now)) return;
    for (const network::Client& client : now.clients) EXPECT_EQ(client.heard, client.says);
}

TEST(Lab_10_Echo, Test4_OneClientHarmsNoOther) {
    network::Network now;
    network::Client *waits = nullptr, *full = nullptr, *deaf = nullptr;
    const auto other = [&] { now.connect("The client after it", "hello"); };
    now.steps = {
        [&] { waits = &now.connect("A client that breaks"); },
        [&] { waits->has_reset = true; },
        other,
        [&] { (full = &now.connect("A client that breaks in a send", "hello"))->takes = 2; },
        [&] { full->has_reset = true; },
        other,
        [&] {
            now.connect("A client that breaks before the answer", "hi").breaks_when_read = true;
        },
        other,
        [&] {
            (deaf = &now.connect("A client that never reads", std::string(1'000'000, 'x')))->takes =
                0;
        },
        other,
        [&] { deaf->has_reset = true; }};
    (void)network::run(now);
}

TEST(Lab_10_Echo, Test5_StopsAndLeavesNothing) {
    network::Network now;
    now.steps = {[&] { now.connect("A client that waits", "hello"); },
                 [&] { now.connect("A client that never reads", "hello").takes = 0; },
                 [&] {
                     now.connect("The last one", "hello");
                     now.quit();
                 }};
    if (!network::run(now)) return;
    network::Network nobody;
    (void)network::run(nobody);
}

TEST(Lab_10_Echo, Test6_OnRealSockets) {
    if (testing::UnitTest::GetInstance()->failed_test_count() > 0)
        GTEST_SKIP() << "real clients come when the scripted ones are content";
    const w32::SocketLibrary winsock;
    {  // what the system makes once is made now
        const w32::Listener listener;
        const workbook::SocketPeer once(listener.port());
        const w32::Thread thread([] {});
    }
    network::net = nullptr;
    const DWORD handles = w32::handles_of_this_process();
    {
        const w32::Listener listener;
        w32::CompletionPort port;
        port.associate(listener.handle(), network::Network::kListenerKey);
        w32::Thread server("echo", [&] { EchoServer(listener.get(), port.raw()).run(); });
        try {
            std::vector<workbook::SocketPeer> peers;
            for (int i = 0; i < 8; ++i) peers.emplace_back(listener.port());
            for (auto& peer : peers) peer.send_split("the same for each", {1, 3, 5});
            peers.back().reset();
            peers.pop_back();
            for (auto& peer : peers) EXPECT_EQ(peer.receive(17), "the same for each");
            const std::string much(50'000, 'm');
            peers[0].send(much);
            peers[0].half_close();
            EXPECT_EQ(peers[0].receive_rest(), much);
        } catch (const w32::Error& error) {
            WB_DIAGNOSE("no-answer") << error.what();
        }
        port.post(0, kQuit);
        server.join();
    }
    if (w32::handles_of_this_process() != handles)
        WB_DIAGNOSE("left-open") << "There were " << handles << " handles, now there are "
                                 << w32::handles_of_this_process() << '.';
}
