// socket_test.cpp - what Windows does with sockets on a completion port: the claims of the note.
// Topics: T104 M17 M18
#include "common/testing/claim.hpp"
#include "common/testing/scripted_socket.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <gtest/gtest.h>

#include <array>

using namespace std::chrono_literals;
using w32::Dequeued;
using w32::Io;
using workbook::SocketPeer;
using How = Dequeued::How;

namespace {

constexpr auto kLimit = 5s;  // only for what never comes, which is a fault
constexpr ULONG_PTR kListenerKey = 11;
constexpr ULONG_PTR kConnectionKey = 22;

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

struct Sockets {
    w32::SocketLibrary winsock;
    w32::CompletionPort port;
    w32::Listener listener;
    w32::AcceptBuffer addresses{};
    OVERLAPPED request{};
    w32::Socket server = w32::make_socket();
    std::array<std::byte, 64> buffer{};

    w32::IoStarted accept() {
        port.associate(listener.handle(), kListenerKey);
        return listener.start_accept(server.get(), addresses, request);
    }
    // A client, and `server` is the other end. `joins`: it belongs to the port.
    SocketPeer connect(bool joins = true) {
        (void)accept();
        SocketPeer peer(listener.port());
        (void)port.get(kLimit);
        listener.finish_accept(server.get());
        if (joins) port.associate(server.handle(), kConnectionKey);
        return peer;
    }
    w32::IoStarted receive() {
        request = OVERLAPPED{};
        return w32::start_receive(server.get(), buffer, request);
    }
    void wait_for_bytes() {
        char byte = 0;
        (void)::recv(server.get(), &byte, 1, MSG_PEEK);
    }
    bool no_packet() { return port.get(50ms).how == How::timed_out; }
};

}  // namespace

TEST(Accept, IsARequestOfTheListener) {
    WB_CLAIM("N10-60",
             "AcceptEx is pending until a client comes; its packet has the listener's key.");
    Sockets now;
    ASSERT_EQ(now.accept().how, Io::pending);
    EXPECT_EQ(now.port.get(0ms).how, How::timed_out);
    const SocketPeer peer(now.listener.port());
    const Dequeued packet = now.port.get(kLimit);
    EXPECT_EQ(packet.how, How::completed);
    EXPECT_EQ(packet.key, kListenerKey);
    EXPECT_EQ(packet.overlapped, &now.request);
}

TEST(Accept, TellsWhoHasCome) {
    WB_CLAIM("N10-61", "GetAcceptExSockaddrs finds both addresses in the buffer of AcceptEx.");
    Sockets now;
    const SocketPeer peer = now.connect();
    const w32::AcceptAddresses seen = now.listener.addresses(now.addresses);
    EXPECT_EQ(::ntohs(seen.remote.sin_port), peer.port());
    EXPECT_EQ(::ntohs(seen.local.sin_port), now.listener.port());
}

TEST(Accept, NeedsItsContext) {
    WB_CLAIM("N10-62", "Before SO_UPDATE_ACCEPT_CONTEXT shutdown does not know the connection.");
    WB_SKIP_UNDER_WINE("the accepted socket knows its connection at once");
    Sockets now;
    (void)now.accept();
    const SocketPeer peer(now.listener.port());
    ASSERT_EQ(now.port.get(kLimit).how, How::completed);
    EXPECT_FALSE(w32::finish_sending(now.server.get()));
    now.listener.finish_accept(now.server.get());
    EXPECT_TRUE(w32::finish_sending(now.server.get()));
}

TEST(Accept, EndsWithItsListener) {
    WB_CLAIM("N10-63", "Closing the listener ends a pending AcceptEx: a failed packet with 995.");
    Sockets now;
    ASSERT_EQ(now.accept().how, Io::pending);
    now.listener.close();
    const Dequeued packet = now.port.get(kLimit);
    EXPECT_EQ(packet.how, How::failed);
    EXPECT_EQ(packet.error, DWORD{ERROR_OPERATION_ABORTED});
    EXPECT_EQ(packet.overlapped, &now.request);
}

TEST(SocketRequest, DoneAtOnceStillQueuesItsPacket) {
    WB_CLAIM("N10-64", "A request that ends inside WSARecv or WSASend still queues a packet.");
    Sockets now;
    SocketPeer peer = now.connect();
    now.request = OVERLAPPED{};
    (void)w32::start_send(now.server.get(), bytes_of("hello"), now.request);
    const Dequeued sent = now.port.get(kLimit);
    EXPECT_EQ(sent.key, kConnectionKey);
    EXPECT_EQ(sent.bytes, 5u);
    peer.send("hello");
    now.wait_for_bytes();
    const auto started = now.receive();
    ASSERT_EQ(started.how, Io::done);
    EXPECT_EQ(started.bytes, 5u);
    const Dequeued received = now.port.get(kLimit);
    EXPECT_EQ(received.how, How::completed);
    EXPECT_EQ(received.bytes, 5u);
}

TEST(SocketRequest, RefusedQueuesNoPacket) {
    WB_CLAIM("N10-65", "A request that fails inside the call queues no packet.");
    Sockets now;
    now.port.associate(now.server.handle(), kConnectionKey);
    const auto started = now.receive();
    EXPECT_EQ(started.how, Io::failed);
    EXPECT_EQ(started.error, DWORD{WSAENOTCONN});
    EXPECT_TRUE(now.no_packet());
}

TEST(SocketRequest, ZeroBytesAreTheEndOfTheStream) {
    WB_CLAIM("N10-66", "When the peer has finished sending, a receive succeeds with 0 bytes.");
    Sockets now;
    SocketPeer peer = now.connect();
    ASSERT_EQ(now.receive().how, Io::pending);
    peer.half_close();
    const Dequeued packet = now.port.get(kLimit);
    EXPECT_EQ(packet.how, How::completed);
    EXPECT_EQ(packet.bytes, 0u);
    ASSERT_EQ(::send(now.server.get(), "answer", 6, 0), 6);
    EXPECT_EQ(peer.receive(6), "answer");
}

TEST(SocketRequest, OfAConnectionThatBreaksFailsWith64) {
    WB_CLAIM("N10-67", "A reset ends a pending receive: a failed packet with 64.");
    Sockets now;
    SocketPeer peer = now.connect();
    ASSERT_EQ(now.receive().how, Io::pending);
    peer.reset();
    const Dequeued packet = now.port.get(kLimit);
    EXPECT_EQ(packet.how, How::failed);
    EXPECT_EQ(packet.error, DWORD{ERROR_NETNAME_DELETED});
    EXPECT_EQ(packet.key, kConnectionKey);
}

TEST(SocketRequest, OfZeroBytesWaitsForData) {
    WB_CLAIM("N10-68",
             "A receive of 0 bytes ends when there is something to read, and takes nothing.");
    Sockets now;
    SocketPeer peer = now.connect();
    const auto started = w32::start_receive(now.server.get(), {}, now.request);
    ASSERT_EQ(started.how, Io::pending);
    EXPECT_EQ(now.port.get(0ms).how, How::timed_out);
    peer.send("x");
    const Dequeued packet = now.port.get(kLimit);
    EXPECT_EQ(packet.how, How::completed);
    EXPECT_EQ(packet.bytes, 0u);
    EXPECT_EQ(now.receive().bytes, 1u);
}

TEST(SocketRequest, DoneAtOnceQueuesNoneIfToldSo) {
    WB_CLAIM("N10-69",
             "With FILE_SKIP_COMPLETION_PORT_ON_SUCCESS a receive that is done at once "
             "queues no packet; one that was pending does.");
    Sockets now;
    SocketPeer peer = now.connect();
    w32::check(::SetFileCompletionNotificationModes(now.server.handle(),
                                                    FILE_SKIP_COMPLETION_PORT_ON_SUCCESS),
               "SetFileCompletionNotificationModes");
    peer.send("now");
    now.wait_for_bytes();
    ASSERT_EQ(now.receive().how, Io::done);
    EXPECT_TRUE(now.no_packet());
    ASSERT_EQ(now.receive().how, Io::pending);
    peer.send("later");
    EXPECT_EQ(now.port.get(kLimit).bytes, 5u);
}

TEST(SocketRequest, OutlivesTheThreadThatStartedIt) {
    WB_CLAIM("N10-70", "On a socket with a port a request goes on when its thread has ended.");
    Sockets now;
    SocketPeer peer = now.connect();
    w32::Thread([&] { EXPECT_EQ(now.receive().how, Io::pending); }).join();
    peer.send("late");
    const Dequeued packet = now.port.get(kLimit);
    EXPECT_EQ(packet.how, How::completed);
    EXPECT_EQ(packet.bytes, 4u);
}

TEST(SocketRequest, ThatEndsBeforeThePortIsKnownQueuesNone) {
    WB_CLAIM("N10-71",
             "What ends before the socket joins the port queues no packet, then or later.");
    Sockets now;
    SocketPeer peer = now.connect(false);
    peer.send("early");
    now.wait_for_bytes();
    ASSERT_EQ(now.receive().how, Io::done);
    now.port.associate(now.server.handle(), kConnectionKey);
    EXPECT_TRUE(now.no_packet());
}

namespace {

DWORD routine_bytes = 0;
int routine_calls = 0;
void CALLBACK on_received(DWORD, DWORD bytes, WSAOVERLAPPED*, DWORD) {
    routine_bytes = bytes;
    ++routine_calls;
}

}  // namespace

TEST(SocketRoutine, RunsInAnAlertableWaitOnly) {
    WB_CLAIM("N10-72",
             "The completion routine of WSARecv runs in an alertable wait of its thread.");
    Sockets now;
    SocketPeer peer = now.connect(false);
    WSABUF part{64, reinterpret_cast<char*>(now.buffer.data())};
    DWORD flags = 0;
    routine_calls = 0;
    now.request = OVERLAPPED{};
    ASSERT_EQ(::WSARecv(now.server.get(), &part, 1, nullptr, &flags, &now.request, on_received),
              SOCKET_ERROR);
    ASSERT_EQ(::WSAGetLastError(), WSA_IO_PENDING);
    peer.send("abc");
    const w32::Event never(w32::Reset::manual);
    EXPECT_EQ(::WaitForSingleObject(never.get(), 50), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(routine_calls, 0);
    EXPECT_EQ(::WaitForSingleObjectEx(never.get(), 5000, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(routine_calls, 1);
    EXPECT_EQ(routine_bytes, 3u);
}

TEST(SocketReset, IsToldToABlockingReceive) {
    WB_CLAIM("N10-73", "recv on a connection that was reset fails with 10054.");
    WB_SKIP_UNDER_WINE("recv answers 0, as after an orderly end");
    Sockets now;
    SocketPeer peer = now.connect(false);
    w32::reset_on_close(now.server.get());
    now.server.reset();
    EXPECT_EQ(peer.wait_for_end(), SocketPeer::End::reset);
}
