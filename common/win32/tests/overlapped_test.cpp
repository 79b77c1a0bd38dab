// overlapped_test.cpp - done, pending, failed; collected, cancelled, too late to cancel.
#include "common/win32/overlapped.hpp"

#include "pipe_pair.hpp"

#include <gtest/gtest.h>

#include <array>
#include <type_traits>

namespace {

using namespace std::chrono_literals;
using helpers::PipePair;
using w32::Io;
using w32::Overlapped;

static_assert(!std::is_move_constructible_v<Overlapped>, "the system keeps its address");

TEST(Overlapped, ReadOfAnEmptyPipeIsPendingUntilDataComes) {
    PipePair pipe;
    std::array<std::byte, 16> buffer;
    Overlapped request;
    const auto started = w32::start_read(pipe.server.get(), buffer, request.raw());
    ASSERT_EQ(started.how, Io::pending);
    EXPECT_EQ(started.error, DWORD{ERROR_IO_PENDING});
    EXPECT_FALSE(request.finish_within(pipe.server.get(), 0ms));
    (void)w32::write_within(pipe.client.get(), helpers::bytes("hello"), w32::forever);
    const auto result = request.finish(pipe.server.get());
    EXPECT_TRUE(result.ok()) << result.error;
    EXPECT_EQ(helpers::text(buffer, result.bytes), "hello");
}

TEST(Overlapped, FinishAlsoCollectsWhatWasDoneAtOnce) {
    PipePair pipe;
    (void)w32::write_within(pipe.client.get(), helpers::bytes("hello"), w32::forever);
    std::array<std::byte, 16> buffer;
    Overlapped request;
    ASSERT_NE(w32::start_read(pipe.server.get(), buffer, request.raw()).how, Io::failed);
    const auto result = request.finish(pipe.server.get());
    EXPECT_TRUE(result.ok()) << result.error;
    EXPECT_EQ(result.bytes, 5u);
}

TEST(Overlapped, FailsAtOnceOnABadHandle) {
    std::array<std::byte, 16> buffer{};
    Overlapped request;
    const auto read = w32::start_read(nullptr, buffer, request.raw());
    EXPECT_EQ(read.how, Io::failed);
    EXPECT_EQ(read.error, DWORD{ERROR_INVALID_HANDLE});
    const auto written = w32::start_write(nullptr, buffer, request.raw());
    EXPECT_EQ(written.how, Io::failed);
    EXPECT_EQ(written.error, DWORD{ERROR_INVALID_HANDLE});
}

TEST(Overlapped, CancelledRequestEndsWith995) {
    PipePair pipe;
    std::array<std::byte, 16> buffer;
    Overlapped request;
    ASSERT_EQ(w32::start_read(pipe.server.get(), buffer, request.raw()).how, Io::pending);
    EXPECT_TRUE(w32::cancel(pipe.server.get(), request.raw()));
    EXPECT_EQ(request.finish(pipe.server.get()).error, DWORD{ERROR_OPERATION_ABORTED});
}

TEST(Overlapped, CancelAnswersFalseWhenNothingIsLeft) {
    PipePair pipe;
    std::array<std::byte, 16> buffer;
    Overlapped request;
    ASSERT_EQ(w32::start_read(pipe.server.get(), buffer, request.raw()).how, Io::pending);
    (void)w32::write_within(pipe.client.get(), helpers::bytes("x"), w32::forever);
    EXPECT_TRUE(request.finish(pipe.server.get()).ok());
    EXPECT_FALSE(w32::cancel(pipe.server.get(), request.raw()));
}

TEST(Overlapped, CancelThrowsOnABadHandle) {
    Overlapped request;
    EXPECT_EQ(helpers::error_of([&] { (void)w32::cancel(nullptr, request.raw()); }),
              DWORD{ERROR_INVALID_HANDLE});
}

TEST(Overlapped, SplitsALargeOffset) {
    Overlapped request;
    request.set_offset(0x1'2345'6789ull);
    EXPECT_EQ(request.raw().Offset, 0x2345'6789u);
    EXPECT_EQ(request.raw().OffsetHigh, 1u);
    EXPECT_EQ(request.raw().hEvent, request.event());
}

TEST(Overlapped, OtherEndGoneIsTheResultOfAPendingRead) {
    PipePair pipe;
    std::array<std::byte, 16> buffer;
    Overlapped request;
    ASSERT_EQ(w32::start_read(pipe.server.get(), buffer, request.raw()).how, Io::pending);
    pipe.client = {};
    EXPECT_EQ(request.finish(pipe.server.get()).error, DWORD{ERROR_BROKEN_PIPE});
}

}  // namespace
