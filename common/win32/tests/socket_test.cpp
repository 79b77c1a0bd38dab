// socket_test.cpp - accept, connect, receive, send, disconnect: done, pending, failed, cancelled.
#include "common/win32/socket.hpp"

#include "common/win32/handle_count.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace {

using namespace std::chrono_literals;
using w32::Io;

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

// Both ends of a connection, made without AcceptEx.
struct Connected {
    Connected() : client(w32::connect_to(listener.port())) {
        server.reset(::accept(listener.get(), nullptr, nullptr));
    }
    w32::SocketLibrary winsock;
    w32::Listener listener;
    w32::Socket client, server;
    std::array<std::byte, 64> buffer{};
    w32::Overlapped request;
};

TEST(Socket, IsClosedOnceAndMovesItsOwnership) {
    const w32::SocketLibrary winsock;
    { const w32::Socket warm_up = w32::make_socket(); }
    const DWORD before = w32::handles_of_this_process();
    {
        w32::Socket one = w32::make_socket();
        EXPECT_EQ(w32::handles_of_this_process(), before + 1);
        w32::Socket two = std::move(one);
        EXPECT_FALSE(one);  // NOLINT: it says that it is empty
        one = std::move(two);
        EXPECT_TRUE(one);
    }
    EXPECT_EQ(w32::handles_of_this_process(), before);
}

TEST(Listener, TakesAFreePortAndKeepsOthersOff) {
    const w32::SocketLibrary winsock;
    const w32::Listener listener;
    EXPECT_NE(listener.port(), 0);
    EXPECT_NE(helpers::error_of([&] { const w32::Listener other(listener.port()); }), 0u);
}

TEST(Listener, AcceptsWhenAClientComes) {
    const w32::SocketLibrary winsock;
    const w32::Listener listener;
    const w32::Socket accepted = w32::make_socket();
    w32::AcceptBuffer buffer{};
    w32::Overlapped request;
    ASSERT_EQ(listener.start_accept(accepted.get(), buffer, request.raw()).how, Io::pending);
    const w32::Socket client = w32::connect_to(listener.port());
    ASSERT_TRUE(request.finish(listener.handle()).ok());
    listener.finish_accept(accepted.get());
    sockaddr_in name{};
    int size = sizeof name;
    ASSERT_EQ(::getsockname(client.get(), reinterpret_cast<sockaddr*>(&name), &size), 0);
    const w32::AcceptAddresses addresses = listener.addresses(buffer);
    EXPECT_EQ(addresses.remote.sin_port, name.sin_port);
    EXPECT_EQ(::ntohs(addresses.local.sin_port), listener.port());
}

TEST(Listener, ClosingItCancelsTheAccept) {
    const w32::SocketLibrary winsock;
    w32::Listener listener;
    const w32::Socket fresh = w32::make_socket();
    w32::AcceptBuffer buffer{};
    w32::Overlapped request;
    ASSERT_EQ(listener.start_accept(fresh.get(), buffer, request.raw()).how, Io::pending);
    listener.close();
    (void)w32::wait(request.event(), w32::forever);
    EXPECT_EQ(request.raw().Internal, ULONG_PTR{0xC0000120});  // STATUS_CANCELLED
}

TEST(Connect, EndsWhenTheListenerHasItAndFailsWithoutOne) {
    const w32::SocketLibrary winsock;
    w32::Listener listener;
    const w32::Socket client = w32::make_socket();
    w32::Overlapped request;
    const auto& extensions = listener.extensions();
    ASSERT_NE(w32::start_connect(extensions, client.get(), listener.port(), request.raw()).how,
              Io::failed);
    EXPECT_TRUE(request.finish(client.handle()).ok());
    w32::finish_connect(client.get());
    sockaddr_in name{};
    int size = sizeof name;
    EXPECT_EQ(::getpeername(client.get(), reinterpret_cast<sockaddr*>(&name), &size), 0);
    EXPECT_EQ(::ntohs(name.sin_port), listener.port());
    listener.close();
    EXPECT_EQ(helpers::error_of([&] { (void)w32::connect_to(listener.port()); }),
              DWORD{WSAECONNREFUSED});
}

TEST(Connect, TakesAnyAddress) {
    const w32::SocketLibrary winsock;
    const w32::Listener listener;
    const w32::Socket client = w32::make_socket();
    w32::Overlapped request;
    const sockaddr_in to = w32::loopback(listener.port());
    ASSERT_NE(w32::start_connect(listener.extensions(), client.get(), to, request.raw()).how,
              Io::failed);
    EXPECT_TRUE(request.finish(client.handle()).ok());
}

TEST(Receive, IsPendingUntilBytesComeAndDoneAtOnceAfterwards) {
    Connected now;
    ASSERT_EQ(w32::start_receive(now.server.get(), now.buffer, now.request.raw()).how, Io::pending);
    EXPECT_FALSE(now.request.finish_within(now.server.handle(), 0ms));
    w32::Overlapped sending;
    ASSERT_NE(w32::start_send(now.client.get(), bytes_of("hello"), sending.raw()).how, Io::failed);
    EXPECT_EQ(sending.finish(now.client.handle()).bytes, 5u);
    EXPECT_EQ(now.request.finish(now.server.handle()).bytes, 5u);
    ASSERT_TRUE(w32::finish_sending(now.client.get()));
    ASSERT_NE(w32::start_receive(now.server.get(), now.buffer, now.request.raw()).how, Io::failed);
    const auto end = now.request.finish(now.server.handle());
    EXPECT_TRUE(end.ok());
    EXPECT_EQ(end.bytes, 0u);
}

TEST(Receive, TellsHowManyBytesWhenItIsDoneAtOnce) {
    Connected now;
    ASSERT_EQ(::send(now.client.get(), "hello", 5, 0), 5);
    char byte = 0;
    ASSERT_EQ(::recv(now.server.get(), &byte, 1, MSG_PEEK), 1);
    const auto started = w32::start_receive(now.server.get(), now.buffer, now.request.raw());
    ASSERT_EQ(started.how, Io::done);
    EXPECT_EQ(started.bytes, 5u);
}

TEST(Receive, IsCancelledLikeAnyRequest) {
    Connected now;
    ASSERT_EQ(w32::start_receive(now.server.get(), now.buffer, now.request.raw()).how, Io::pending);
    EXPECT_TRUE(w32::cancel(now.server.handle(), now.request.raw()));
    EXPECT_EQ(now.request.finish(now.server.handle()).error, DWORD{ERROR_OPERATION_ABORTED});
}

TEST(Receive, FailsAtOnceWithoutAConnection) {
    const w32::SocketLibrary winsock;
    const w32::Socket alone = w32::make_socket();
    std::array<std::byte, 8> buffer{};
    w32::Overlapped request;
    const auto started = w32::start_receive(alone.get(), buffer, request.raw());
    EXPECT_EQ(started.how, Io::failed);
    EXPECT_EQ(started.error, DWORD{WSAENOTCONN});
    EXPECT_FALSE(w32::finish_sending(alone.get()));
}

TEST(Receive, EndsWith64WhenTheConnectionIsReset) {
    Connected now;
    ASSERT_EQ(w32::start_receive(now.server.get(), now.buffer, now.request.raw()).how, Io::pending);
    w32::reset_on_close(now.client.get());
    now.client.reset();
    EXPECT_EQ(now.request.finish(now.server.handle()).error, DWORD{ERROR_NETNAME_DELETED});
}

TEST(Disconnect, EndsTheConnection) {
    Connected now;
    const w32::SocketExtensions extensions(now.server.get());
    ASSERT_TRUE(w32::finish_sending(now.client.get()));
    const auto started =
        w32::start_disconnect(extensions, now.server.get(), false, now.request.raw());
    ASSERT_NE(started.how, Io::failed) << started.error;
    EXPECT_TRUE(now.request.finish(now.server.handle()).ok());
    char byte = 0;
    EXPECT_EQ(::recv(now.client.get(), &byte, 1, 0), 0);
}

}  // namespace
