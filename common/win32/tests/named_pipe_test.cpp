// named_pipe_test.cpp - each answer of a pipe, produced on purpose.
#include "common/win32/named_pipe.hpp"

#include "common/win32/platform.hpp"
#include "common/win32/thread.hpp"
#include "pipe_pair.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

using namespace std::chrono_literals;
using helpers::bytes;
using helpers::error_of;
using helpers::PipePair;
using w32::Io;
using w32::PipeAccess;
using w32::PipeClient;
using w32::PipeServer;
using w32::PipeType;

w32::IoResult read_now(HANDLE pipe, std::span<std::byte> buffer) {
    return w32::read_within(pipe, buffer, w32::forever).value();
}

TEST(NamedPipe, CarriesMessagesBothWays) {
    PipePair pipe({}, {.read_mode = PipeType::message});
    std::array<std::byte, 64> buffer;
    EXPECT_TRUE(w32::write_within(pipe.client.get(), bytes("one"), w32::forever)->ok());
    EXPECT_TRUE(w32::write_within(pipe.client.get(), bytes("two"), w32::forever)->ok());
    EXPECT_EQ(read_now(pipe.server.get(), buffer).bytes, 3u) << "the border between messages holds";
    EXPECT_EQ(read_now(pipe.server.get(), buffer).bytes, 3u);
    EXPECT_EQ(helpers::text(buffer, 3), "two");
    EXPECT_TRUE(w32::write_within(pipe.server.get(), bytes("reply"), w32::forever)->ok());
    EXPECT_EQ(read_now(pipe.client.get(), buffer).bytes, 5u);
}

TEST(NamedPipe, ByteModeReadsManyMessagesAtOnce) {
    PipePair pipe({.read_mode = PipeType::byte});
    std::array<std::byte, 64> buffer;
    EXPECT_TRUE(w32::write_within(pipe.client.get(), bytes("one"), w32::forever)->ok());
    EXPECT_TRUE(w32::write_within(pipe.client.get(), bytes("two"), w32::forever)->ok());
    EXPECT_EQ(read_now(pipe.server.get(), buffer).bytes, 6u);
}

TEST(NamedPipe, MessageLongerThanTheBufferSaysMoreData) {
    PipePair pipe;
    std::array<std::byte, 3> buffer;
    EXPECT_TRUE(w32::write_within(pipe.client.get(), bytes("hello"), w32::forever)->ok());
    const auto first = read_now(pipe.server.get(), buffer);
    EXPECT_EQ(first.error, DWORD{ERROR_MORE_DATA});
    EXPECT_EQ(helpers::text(buffer, 3), "hel");
    const auto rest = read_now(pipe.server.get(), buffer);
    EXPECT_TRUE(rest.ok());
    EXPECT_EQ(helpers::text(buffer, rest.bytes), "lo");
}

TEST(NamedPipe, ReadEndsWithBrokenPipeWhenTheClientHasGone) {
    PipePair pipe;
    std::array<std::byte, 8> buffer;
    EXPECT_TRUE(w32::write_within(pipe.client.get(), bytes("last"), w32::forever)->ok());
    pipe.client = {};
    EXPECT_EQ(read_now(pipe.server.get(), buffer).bytes, 4u) << "what was sent still arrives";
    EXPECT_EQ(read_now(pipe.server.get(), buffer).error, DWORD{ERROR_BROKEN_PIPE});
}

TEST(NamedPipe, ReadWithinGivesBufferAndPipeBackAfterItsLimit) {
    PipePair pipe;
    std::array<std::byte, 8> buffer;
    EXPECT_FALSE(w32::read_within(pipe.server.get(), buffer, 1ms));
    EXPECT_TRUE(w32::write_within(pipe.client.get(), bytes("next"), w32::forever)->ok());
    EXPECT_EQ(read_now(pipe.server.get(), buffer).bytes, 4u) << "no cancelled read swallowed it";
}

TEST(NamedPipe, DisconnectMakesRoomForTheNextClient) {
    PipePair pipe({.instances = 1});
    pipe.server.disconnect();
    std::array<std::byte, 8> buffer;
    EXPECT_EQ(read_now(pipe.client.get(), buffer).error, DWORD{ERROR_PIPE_NOT_CONNECTED});
    pipe.client = {};
    w32::Overlapped request;
    ASSERT_EQ(pipe.server.start_connect(request.raw()).how, Io::pending);
    const PipeClient next(pipe.name.c_str());
    EXPECT_TRUE(request.finish(pipe.server.get()).ok());
}

TEST(NamedPipe, KnowsItsClientsProcess) {
    PipePair pipe;
    EXPECT_EQ(pipe.server.client_process_id(), ::GetCurrentProcessId());
}

TEST(PipeServer, ConnectIsPendingUntilAClientComes) {
    const auto name = helpers::pipe_name();
    PipeServer server(name.c_str(), {});
    w32::Overlapped request;
    EXPECT_EQ(server.start_connect(request.raw()).how, Io::pending);
    EXPECT_FALSE(request.finish_within(server.get(), 0ms));
    const PipeClient client(name.c_str());
    EXPECT_TRUE(request.finish(server.get()).ok());
}

TEST(PipeServer, ClientBetweenCreateAndConnectIsDone) {
    const auto name = helpers::pipe_name();
    PipeServer server(name.c_str(), {});
    const PipeClient early(name.c_str());
    OVERLAPPED raw{};
    EXPECT_FALSE(::ConnectNamedPipe(server.get(), &raw));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_PIPE_CONNECTED}) << "the raw answer looks like failure";
    w32::Overlapped request;
    const auto started = server.start_connect(request.raw());
    EXPECT_EQ(started.how, Io::done);
    EXPECT_EQ(started.error, DWORD{ERROR_SUCCESS});
    EXPECT_TRUE(server.connect(w32::forever)->ok());
}

TEST(PipeServer, EarlyClientThatHasGoneAgainIsNoData) {
    const auto name = helpers::pipe_name();
    PipeServer server(name.c_str(), {});
    { const PipeClient brief(name.c_str()); }
    w32::Overlapped request;
    const auto started = server.start_connect(request.raw());
    EXPECT_EQ(started.how, Io::failed);
    EXPECT_EQ(started.error, DWORD{ERROR_NO_DATA});
    server.disconnect();
    EXPECT_EQ(server.start_connect(request.raw()).how, Io::pending) << "ready for the next client";
    EXPECT_TRUE(w32::cancel(server.get(), request.raw()));
    (void)request.finish(server.get());
}

TEST(PipeServer, ConnectTimesOutAndMayBeCalledAgain) {
    const auto name = helpers::pipe_name();
    PipeServer server(name.c_str(), {});
    EXPECT_FALSE(server.connect(1ms));
    const PipeClient client(name.c_str());
    EXPECT_TRUE(server.connect(w32::forever)->ok());
}

TEST(PipeServer, ThrowsWhenAllInstancesAreTaken) {
    const auto name = helpers::pipe_name();
    const PipeServer only(name.c_str(), {.instances = 1});
    EXPECT_EQ(error_of([&] { const PipeServer second(name.c_str(), {.instances = 1}); }),
              DWORD{ERROR_PIPE_BUSY});
}

TEST(PipeServer, FirstInstanceRefusesATakenName) {
    if (w32::running_under_wine()) GTEST_SKIP() << "Wine 8 ignores FILE_FLAG_FIRST_PIPE_INSTANCE";
    const auto name = helpers::pipe_name();
    const PipeServer squatter(name.c_str(), {});
    EXPECT_EQ(error_of([&] { const PipeServer server(name.c_str(), {.first_instance = true}); }),
              DWORD{ERROR_ACCESS_DENIED});
}

TEST(PipeServer, HasNoClientIdBeforeAClient) {
    const auto name = helpers::pipe_name();
    const PipeServer server(name.c_str(), {});
    if (w32::running_under_wine()) {
        GTEST_SKIP() << "Wine 8 answers some process id for an end that nobody has opened";
    }
    EXPECT_EQ(server.client_process_id(), 0u);
}

TEST(PipeClient, ThrowsWhenThereIsNoSuchPipe) {
    const auto name = helpers::pipe_name();
    EXPECT_EQ(error_of([&] { const PipeClient client(name.c_str()); }),
              DWORD{ERROR_FILE_NOT_FOUND});
    EXPECT_FALSE(PipeClient::open(name.c_str(), w32::forever));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_FILE_NOT_FOUND});
}

TEST(PipeClient, ThrowsWhenEveryInstanceIsBusy) {
    PipePair pipe({.instances = 1});
    EXPECT_EQ(error_of([&] { const PipeClient second(pipe.name.c_str()); }),
              DWORD{ERROR_PIPE_BUSY});
    EXPECT_FALSE(PipeClient::open(pipe.name.c_str(), 20ms));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_PIPE_BUSY});
}

TEST(PipeClient, OpenWaitsForAFreeInstance) {
    PipePair pipe({.instances = 1});
    std::optional<PipeClient> second;
    w32::Thread waiter([&] { second = PipeClient::open(pipe.name.c_str(), w32::forever); });
    EXPECT_EQ(helpers::seen_waiting(waiter.id()).kind, "a free pipe instance");
    pipe.client = {};
    pipe.server.disconnect();
    EXPECT_TRUE(pipe.server.connect(w32::forever)->ok());
    waiter.join();
    EXPECT_TRUE(second);
}

TEST(PipeClient, WritesOnlyToAnInboundPipe) {
    PipePair pipe({.access = PipeAccess::inbound}, {.access = PipeAccess::inbound});
    std::array<std::byte, 8> buffer;
    EXPECT_TRUE(w32::write_within(pipe.client.get(), bytes("in"), w32::forever)->ok());
    EXPECT_EQ(read_now(pipe.server.get(), buffer).bytes, 2u);
    EXPECT_EQ(read_now(pipe.client.get(), buffer).error, DWORD{ERROR_ACCESS_DENIED});
    EXPECT_EQ(w32::write_within(pipe.server.get(), bytes("no"), w32::forever)->error,
              DWORD{ERROR_ACCESS_DENIED});
}

TEST(PipeClient, ReadsMessagesFromAnOutboundPipe) {
    // Message mode on a read-only end is what FILE_WRITE_ATTRIBUTES is asked for.
    PipePair pipe({.access = PipeAccess::outbound},
                  {.access = PipeAccess::outbound, .read_mode = PipeType::message});
    std::array<std::byte, 8> buffer;
    EXPECT_TRUE(w32::write_within(pipe.server.get(), bytes("a"), w32::forever)->ok());
    EXPECT_TRUE(w32::write_within(pipe.server.get(), bytes("bc"), w32::forever)->ok());
    EXPECT_EQ(read_now(pipe.client.get(), buffer).bytes, 1u);
    EXPECT_EQ(read_now(pipe.client.get(), buffer).bytes, 2u);
    EXPECT_EQ(w32::write_within(pipe.client.get(), bytes("no"), w32::forever)->error,
              DWORD{ERROR_ACCESS_DENIED});
}

TEST(PipeClient, IsRefusedWhenItAsksForADirectionThePipeLacks) {
    const auto name = helpers::pipe_name();
    const PipeServer server(name.c_str(), {.access = PipeAccess::inbound});
    EXPECT_EQ(error_of([&] { const PipeClient client(name.c_str()); }), DWORD{ERROR_ACCESS_DENIED});
}

}  // namespace
