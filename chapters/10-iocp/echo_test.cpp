// echo_test.cpp - the echo server before a thousand clients, and before those that mean no good.
#include "chapters/10-iocp/echo/load.hpp"
#include "chapters/10-iocp/echo/server.hpp"
#include "common/testing/claim.hpp"
#include "common/testing/scripted_socket.hpp"
#include "common/win32/handle_count.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <vector>

using namespace std::chrono_literals;
using echo::Server;
using echo::Statistics;
using workbook::SocketPeer;
using End = SocketPeer::End;

namespace {

constexpr auto kLimit = 5s;  // only a broken server needs it; below the watchdog's

// Whatever one client does, another is served, and nothing is left of both.
void expect_still_serving(Server& server) {
    SocketPeer next(server.port());
    next.send("still serving");
    EXPECT_EQ(next.receive(13), "still serving");
    next.half_close();
    EXPECT_EQ(next.wait_for_end(), End::orderly);
    EXPECT_TRUE(
        server.wait_until([](const Statistics& now) { return now.connected == 0; }, kLimit));
}

bool one_connected(const Statistics& now) { return now.connected == 1; }

}  // namespace

TEST(Echo, AThousandClientsGetBackWhatTheySent) {
    WB_CLAIM("N10-74", "A few threads serve a thousand clients at once.");
    const w32::SocketLibrary winsock;
    { Server once; }  // what the system makes once is made now
    const DWORD handles = w32::handles_of_this_process();
    {
        Server server;
        echo::Load load{.port = server.port(), .clients = 1000, .messages = 2, .most = 2048};
        load.connected = [&] {
            EXPECT_TRUE(server.wait_until(
                [](const Statistics& now) { return now.connected == 1000; }, 30s));
        };
        const echo::Figures seen = echo::run_load(load);
        EXPECT_EQ(seen.finished, 1000u);
        EXPECT_EQ(seen.wrong, 0u);
        EXPECT_EQ(seen.broken, 0u);
        EXPECT_EQ(seen.back, seen.sent);
        server.stop();
        const Statistics after = server.statistics();
        EXPECT_EQ(after.bytes, seen.sent);
        EXPECT_EQ(after.peak, 1000u);
        EXPECT_EQ(after.broken, 0u);
        std::printf("1000 clients at once: %llu bytes there and back in %.1f s\n",
                    static_cast<unsigned long long>(seen.back), seen.seconds);
    }
    // Fewer, if threads of the pool end meanwhile that another test has made it start.
    EXPECT_LE(w32::handles_of_this_process(8192), handles);
}

TEST(Echo, LargeMessagesComeBackToo) {
    Server server;
    const echo::Figures seen = echo::run_load(
        {.port = server.port(), .clients = 20, .messages = 5, .most = 64 * 1024, .seed = 7});
    EXPECT_EQ(seen.finished, 20u);
    EXPECT_EQ(seen.back, seen.sent);
}

TEST(Echo, PutsPiecesBackInOrder) {
    Server server;
    SocketPeer peer(server.port());
    peer.send_split("abcdefghijklmnopqrstuvwxyz", {1, 2, 3, 5, 7});
    EXPECT_EQ(peer.receive(26), "abcdefghijklmnopqrstuvwxyz");
}

TEST(Echo, AnswersAfterTheClientHasFinishedSending) {
    Server server;
    SocketPeer peer(server.port());
    const std::string much(100'000, 'm');
    peer.send(much);
    peer.half_close();
    EXPECT_EQ(peer.receive_rest(), much);
    EXPECT_EQ(peer.ended(), End::orderly);
}

TEST(Echo, SurvivesClientsThatComeAndLeave) {
    Server server({.accepts = 2});
    for (int i = 0; i < 50; ++i) SocketPeer(server.port()).leave();
    EXPECT_TRUE(server.wait_until([](const Statistics& now) { return now.clients == 50; }, kLimit));
    expect_still_serving(server);
    EXPECT_EQ(server.statistics().broken, 0u);
}

namespace {

void reset_ten_times(Server& server) {
    for (int i = 0; i < 10; ++i) {
        SocketPeer peer(server.port());
        peer.send("and gone");
        EXPECT_EQ(peer.receive(8), "and gone");
        peer.reset();
    }
}

}  // namespace

TEST(Echo, SurvivesAReset) {
    Server server;
    reset_ten_times(server);
    expect_still_serving(server);
}

TEST(Echo, TellsAResetFromAnEnd) {
    WB_SKIP_UNDER_WINE("a read may answer 0 for a reset, as at an orderly end");
    Server server;
    reset_ten_times(server);
    expect_still_serving(server);
    EXPECT_EQ(server.statistics().broken, 10u);
}

TEST(Echo, AClientThatNeverReadsHarmsNobody) {
    WB_CLAIM("N10-75", "Who is not read from while he does not read is held up by TCP.");
    Server server({.workers = 1});
    SocketPeer deaf(server.port());
    const std::size_t most = 256 * 1024 * 1024;
    const std::size_t taken = deaf.send_until_full(most);
    EXPECT_LT(taken, most) << "somebody keeps it all";
    EXPECT_LT(server.statistics().bytes, taken);
    SocketPeer other(server.port());
    other.send("still serving");
    EXPECT_EQ(other.receive(13), "still serving");
    std::printf("a client that never reads got rid of %zu KB; the server keeps 16 of them\n",
                taken / 1024);
    deaf.reset();
}

TEST(EchoStop, SendsBackWhatHasArrived) {
    Server server({.drain = 10s});
    SocketPeer peer(server.port());
    ASSERT_TRUE(server.wait_until(one_connected, kLimit));
    const std::string much(50'000, 'm');
    peer.send(much);
    EXPECT_EQ(peer.receive(1), "m");
    server.stop();
    const std::string rest = peer.receive_rest();
    EXPECT_EQ(rest.size(), much.size() - 1);
    EXPECT_EQ(server.statistics().pending, 0u);
}

TEST(EchoStop, EndsClientsThatWait) {
    WB_CLAIM("N10-76", "A stop takes the packet of each request that it has cancelled.");
    Server server({.drain = 10s});
    std::vector<SocketPeer> peers;
    for (int i = 0; i < 20; ++i) peers.emplace_back(server.port());
    ASSERT_TRUE(
        server.wait_until([](const Statistics& now) { return now.connected == 20; }, kLimit));
    const ULONGLONG start = ::GetTickCount64();
    server.stop();
    std::printf("stopped in %llu ms\n", ::GetTickCount64() - start);
    for (SocketPeer& peer : peers) EXPECT_EQ(peer.wait_for_end(), End::orderly);
    const Statistics after = server.statistics();
    EXPECT_EQ(after.cancelled, 20u * 2 + 16u) << "two looks at each client, and the accepts";
    EXPECT_EQ(after.pending, 0u);
    EXPECT_EQ(after.connected, 0u);
}

TEST(EchoStop, CancelsWhatAClientDoesNotRead) {
    Server server({.drain = 50ms});
    SocketPeer deaf(server.port());
    (void)deaf.send_until_full(256 * 1024 * 1024);
    const ULONGLONG start = ::GetTickCount64();
    server.stop();
    std::printf("stopped in %llu ms, 50 of them for what cannot be drained\n",
                ::GetTickCount64() - start);
    EXPECT_EQ(server.statistics().pending, 0u);
    EXPECT_EQ(server.statistics().connected, 0u);
}

TEST(EchoStop, TakesNoMoreClientsAndMayBeCalledTwice) {
    const w32::SocketLibrary winsock;
    Server server;
    const u_short port = server.port();
    server.stop();
    EXPECT_THROW(SocketPeer late(port), w32::Error);
    server.stop();
}
