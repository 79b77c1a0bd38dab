// completion_port_test.cpp - the answers of GetQueuedCompletionStatus, one by one.
#include "common/win32/completion_port.hpp"

#include "common/win32/platform.hpp"
#include "common/win32/thread.hpp"
#include "pipe_pair.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>

namespace {

using namespace std::chrono_literals;
using helpers::error_of;
using helpers::PipePair;
using w32::CompletionPort;
using How = w32::Dequeued::How;

// Pointer-sized on purpose: a key cut to 32 bits loses its upper half.
constexpr ULONG_PTR kKey = static_cast<ULONG_PTR>(0x1234'5678'9ABC'DEF0ull);

TEST(CompletionPort, GivesPostedPacketsBackUntouchedAndInOrder) {
    CompletionPort port;
    OVERLAPPED mark{};
    port.post(7, kKey);
    port.post(8, 0, &mark);
    const auto first = port.get(w32::forever);
    EXPECT_EQ(first.how, How::completed);
    EXPECT_EQ(first.bytes, 7u);
    EXPECT_EQ(first.key, kKey);
    EXPECT_EQ(first.overlapped, nullptr) << "posted without one: still a packet, no time-out";
    const auto second = port.get(w32::forever);
    EXPECT_EQ(second.how, How::completed);
    EXPECT_EQ(second.overlapped, &mark);
}

TEST(CompletionPort, AnswersTimedOutWhenThereIsNoPacket) {
    CompletionPort port;
    const auto none = port.get(1ms);
    EXPECT_EQ(none.how, How::timed_out);
    EXPECT_EQ(none.overlapped, nullptr);
    EXPECT_EQ(port.get(0ms).how, How::timed_out);
}

TEST(CompletionPort, QueuesThePacketOfASuccessfulRead) {
    PipePair pipe;
    CompletionPort port;
    port.associate(pipe.server.get(), kKey);
    std::array<std::byte, 16> buffer;
    OVERLAPPED request{};
    ASSERT_EQ(w32::start_read(pipe.server.get(), buffer, request).how, w32::Io::pending);
    (void)w32::write_within(pipe.client.get(), helpers::bytes("hello"), w32::forever);
    const auto packet = port.get(w32::forever);
    EXPECT_EQ(packet.how, How::completed);
    EXPECT_EQ(packet.bytes, 5u);
    EXPECT_EQ(packet.key, kKey);
    EXPECT_EQ(packet.overlapped, &request);
    EXPECT_EQ(packet.error, DWORD{ERROR_SUCCESS});
}

TEST(CompletionPort, ReportsAFailedRequestAndStaysUsable) {
    PipePair pipe;
    CompletionPort port;
    port.associate(pipe.server.get(), kKey);
    std::array<std::byte, 16> buffer;
    OVERLAPPED request{};
    ASSERT_EQ(w32::start_read(pipe.server.get(), buffer, request).how, w32::Io::pending);
    pipe.client = {};
    const auto packet = port.get(w32::forever);
    EXPECT_EQ(packet.how, How::failed);
    EXPECT_EQ(packet.error, DWORD{ERROR_BROKEN_PIPE});
    EXPECT_EQ(packet.key, kKey);
    EXPECT_EQ(packet.overlapped, &request);
    port.post(1, 2);
    EXPECT_EQ(port.get(w32::forever).how, How::completed);
}

TEST(CompletionPort, ReportsACancelledRequest) {
    PipePair pipe;
    CompletionPort port;
    port.associate(pipe.server.get(), kKey);
    std::array<std::byte, 16> buffer;
    OVERLAPPED request{};
    ASSERT_EQ(w32::start_read(pipe.server.get(), buffer, request).how, w32::Io::pending);
    EXPECT_TRUE(w32::cancel(pipe.server.get(), request));
    const auto packet = port.get(w32::forever);
    EXPECT_EQ(packet.how, How::failed);
    EXPECT_EQ(packet.error, DWORD{ERROR_OPERATION_ABORTED});
}

TEST(CompletionPort, KeepsAFileForLife) {
    PipePair pipe;
    CompletionPort first;
    CompletionPort second;
    first.associate(pipe.server.get(), 1);
    EXPECT_EQ(error_of([&] { second.associate(pipe.server.get(), 2); }),
              DWORD{ERROR_INVALID_PARAMETER});
}

TEST(CompletionPort, RefusesABadHandle) {
    CompletionPort port;
    EXPECT_NE(error_of([&] { port.associate(nullptr, 1); }), DWORD{ERROR_SUCCESS});
}

TEST(CompletionPort, ShowsAWaitingWorkerOnTheBoard) {
    CompletionPort port;
    const w32::Thread worker([&] { (void)port.get(w32::forever); });
    const auto seen = helpers::seen_waiting(worker.id());
    EXPECT_EQ(seen.kind, "completion port");
    EXPECT_EQ(seen.object, port.raw());
    port.post(0, 0);
}

TEST(CompletionPort, ThrowsWithoutAPort) {
    CompletionPort port;
    const CompletionPort moved = std::move(port);
    EXPECT_EQ(error_of([&] { port.post(0, 0); }), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(error_of([&] { (void)port.get(0ms); }), DWORD{ERROR_INVALID_HANDLE});
}

TEST(CompletionPort, AnswersClosedWhenItIsClosedUnderAWaiter) {
    if (w32::running_under_wine())
        GTEST_SKIP() << "closing a port under a waiting thread never returns on Wine 8";
    std::optional<CompletionPort> port(std::in_place);
    How answer = How::completed;
    DWORD late = 0;
    w32::Thread worker([&] { late = error_of([&] { answer = port->get(w32::forever).how; }); });
    (void)helpers::seen_waiting(worker.id());
    port.reset();
    worker.join();
    // The line is on the board a moment before the wait begins.
    if (late != 0) GTEST_SKIP() << "the port was closed before the wait began: error " << late;
    EXPECT_EQ(answer, How::closed);
}

}  // namespace
