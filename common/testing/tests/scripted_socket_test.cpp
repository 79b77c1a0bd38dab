// scripted_socket_test.cpp - each behaviour really reaches the server's side.
#include "common/testing/scripted_socket.hpp"

#include "common/testing/claim.hpp"

#include <gtest/gtest.h>

#include <array>

using w32::Io;
using workbook::SocketPeer;
using End = SocketPeer::End;

namespace {

// A peer, and the server's end of its connection.
struct Accepted {
    Accepted() : peer(listener.port()) { server.reset(::accept(listener.get(), nullptr, nullptr)); }
    w32::IoResult receive(std::size_t most = 64) {
        const auto started =
            w32::start_receive(server.get(), std::span(buffer).first(most), request.raw());
        if (started.how == Io::failed) return {0, started.error};
        return request.finish(server.handle());
    }
    std::string text(DWORD count) const {
        return std::string(reinterpret_cast<const char*>(buffer.data()), count);
    }
    w32::SocketLibrary winsock;
    w32::Listener listener;
    SocketPeer peer;
    w32::Socket server;
    std::array<std::byte, 64> buffer{};
    w32::Overlapped request;
};

}  // namespace

TEST(SocketPeer, SendsInPieces) {
    Accepted now;
    now.peer.send_split("hello world", {1, 4});
    std::string heard;
    while (heard.size() < 11) heard += now.text(now.receive().bytes);
    EXPECT_EQ(heard, "hello world");
}

TEST(SocketPeer, FinishesSendingAndStillReceives) {
    Accepted now;
    now.peer.send("last");
    now.peer.half_close();
    EXPECT_EQ(now.receive(4).bytes, 4u);
    EXPECT_EQ(now.receive().bytes, 0u);
    ASSERT_EQ(::send(now.server.get(), "answer", 6, 0), 6);
    now.server.reset();
    EXPECT_EQ(now.peer.receive_rest(), "answer");
    EXPECT_EQ(now.peer.ended(), End::orderly);
}

TEST(SocketPeer, LeavesInOrder) {
    Accepted now;
    now.peer.leave();
    const auto end = now.receive();
    EXPECT_TRUE(end.ok()) << end.error;
    EXPECT_EQ(end.bytes, 0u);
}

TEST(SocketPeer, ResetsAReceiveThatIsPending) {
    Accepted now;
    ASSERT_EQ(w32::start_receive(now.server.get(), now.buffer, now.request.raw()).how, Io::pending);
    now.peer.reset();
    EXPECT_EQ(now.request.finish(now.server.handle()).error, DWORD{ERROR_NETNAME_DELETED});
}

TEST(SocketPeer, SeesAReset) {
    WB_SKIP_UNDER_WINE("recv answers 0 for a connection that was reset while nobody read from it");
    Accepted now;
    w32::reset_on_close(now.server.get());
    now.server.reset();
    EXPECT_EQ(now.peer.wait_for_end(), End::reset);
}

TEST(SocketPeer, NeverReadsUntilASendIsPending) {
    Accepted now;
    const std::string block(1024 * 1024, 'x');
    w32::Overlapped sending;
    auto started = w32::IoStarted{Io::done, 0, 0};
    for (int i = 0; i < 64 && started.how == Io::done; ++i)
        started = w32::start_send(now.server.get(), std::as_bytes(std::span(block)), sending.raw());
    ASSERT_EQ(started.how, Io::pending) << "64 MB are gone, and nobody has read";
    now.peer.leave();  // unread bytes: a reset
    EXPECT_FALSE(sending.finish(now.server.handle()).ok());
}

TEST(SocketPeer, FillsAServerThatDoesNotRead) {
    Accepted now;
    const std::size_t most = 64 * 1024 * 1024;
    const std::size_t taken = now.peer.send_until_full(most);
    EXPECT_GT(taken, 0u);
    EXPECT_LT(taken, most);
    EXPECT_EQ(now.receive().bytes, 64u);
}

TEST(SocketPeer, KnowsItsPort) {
    Accepted now;
    sockaddr_in name{};
    int size = sizeof name;
    ASSERT_EQ(::getpeername(now.server.get(), reinterpret_cast<sockaddr*>(&name), &size), 0);
    EXPECT_EQ(::ntohs(name.sin_port), now.peer.port());
}
