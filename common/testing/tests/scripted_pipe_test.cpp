// scripted_pipe_test.cpp - each outcome is really produced, on a client's and on a server's side.
#include "common/testing/scripted_pipe.hpp"

#include <gtest/gtest.h>

#include <array>

using namespace std::chrono_literals;
using w32::Io;
using workbook::Outcome;
using workbook::PipePeer;
using workbook::PipeScript;

namespace {

std::wstring unique_name() {
    static int number = 0;
    return LR"(\\.\pipe\workbook.scripted.)" + std::to_wstring(::GetCurrentProcessId()) + L'.' +
           std::to_wstring(++number);
}

// One end under test, connected to a peer at the other.
struct Connected {
    Connected() : name(unique_name()), server(name.c_str(), {}), peer(PipePeer::client(name)) {
        peer.open();
        (void)server.connect(10s);
    }
    std::wstring name;
    w32::PipeServer server;
    PipePeer peer;
};

// Starts the read under test and ends it as the outcome asks; answers how both went.
struct Read {
    w32::IoStarted started;
    w32::IoResult result;
    std::string text;
};
Read read_with(HANDLE pipe, PipePeer& peer, Outcome outcome) {
    Read read{};
    std::array<std::byte, workbook::kShortBuffer> buffer{};
    w32::Overlapped request;
    peer.before(outcome);
    read.started = w32::start_read(pipe, buffer, request.raw());
    peer.after(outcome);
    if (outcome == Outcome::cancel) (void)w32::cancel(pipe, request.raw());
    read.result = read.started.how == Io::failed ? w32::IoResult{0, read.started.error}
                                                 : request.finish(pipe);
    read.text.assign(reinterpret_cast<const char*>(buffer.data()), read.result.bytes);
    return read;
}

}  // namespace

TEST(PipePeer, MakesAReadFindItsData) {
    Connected pipe;
    const Read read = read_with(pipe.server.get(), pipe.peer, Outcome::immediate);
    EXPECT_EQ(read.started.how, Io::done);
    EXPECT_EQ(read.text, workbook::kGreeting);
}

TEST(PipePeer, MakesAReadWaitForItsData) {
    Connected pipe;
    const Read read = read_with(pipe.server.get(), pipe.peer, Outcome::pending);
    EXPECT_EQ(read.started.how, Io::pending);
    EXPECT_EQ(read.text, workbook::kGreeting);
}

TEST(PipePeer, SendsAMessageThatDoesNotFitTheBuffer) {
    Connected pipe;
    const Read read = read_with(pipe.server.get(), pipe.peer, Outcome::more_data);
    EXPECT_EQ(read.started.how, Io::done);
    EXPECT_EQ(read.started.error, DWORD{ERROR_MORE_DATA});
    EXPECT_EQ(read.started.bytes, workbook::kShortBuffer);
    EXPECT_EQ(read.result.error, DWORD{ERROR_MORE_DATA});
    EXPECT_EQ(read.text, std::string(workbook::kShortBuffer, 'm'));
}

TEST(PipePeer, HoldsStillUntilTheReadIsCancelled) {
    Connected pipe;
    const Read read = read_with(pipe.server.get(), pipe.peer, Outcome::cancel);
    EXPECT_EQ(read.started.how, Io::pending);
    EXPECT_EQ(read.result.error, DWORD{ERROR_OPERATION_ABORTED});
}

TEST(PipePeer, LeavesBeforeTheRead) {
    Connected pipe;
    const Read read = read_with(pipe.server.get(), pipe.peer, Outcome::broken);
    EXPECT_EQ(read.started.how, Io::failed);
    EXPECT_EQ(read.started.error, DWORD{ERROR_BROKEN_PIPE});
}

TEST(PipePeer, LeavesWhileTheReadIsPending) {
    Connected pipe;
    const Read read = read_with(pipe.server.get(), pipe.peer, Outcome::broken_pending);
    EXPECT_EQ(read.started.how, Io::pending);
    EXPECT_EQ(read.result.error, DWORD{ERROR_BROKEN_PIPE});
}

TEST(PipePeer, GoesThroughAllOutcomesOfOneConnectionInOrder) {
    Connected pipe;
    for (const Outcome outcome : {Outcome::immediate, Outcome::pending, Outcome::cancel,
                                  Outcome::pending, Outcome::immediate, Outcome::broken_pending}) {
        const Read read = read_with(pipe.server.get(), pipe.peer, outcome);
        EXPECT_EQ(read.started.how, outcome == Outcome::immediate ? Io::done : Io::pending)
            << workbook::describe(outcome);
    }
}

TEST(PipePeer, ConnectsBeforeAndLeavesBeforeTheServerLooks) {
    const std::wstring name = unique_name();
    w32::PipeServer server(name.c_str(), {});
    PipePeer peer = PipePeer::client(name);
    w32::Overlapped request;

    peer.before(Outcome::already_connected);
    EXPECT_EQ(server.start_connect(request.raw()).how, Io::done);
    peer.leave();
    server.disconnect();

    w32::PipeServer other(name.c_str(), {});
    PipePeer early = PipePeer::client(name);
    early.before(Outcome::early_gone);
    const auto started = other.start_connect(request.raw());
    EXPECT_EQ(started.how, Io::failed);
    EXPECT_EQ(started.error, DWORD{ERROR_NO_DATA});
}

TEST(PipePeer, ConnectsWhileTheServerWaits) {
    const std::wstring name = unique_name();
    w32::PipeServer server(name.c_str(), {});
    PipePeer peer = PipePeer::client(name);
    w32::Overlapped request;
    ASSERT_EQ(server.start_connect(request.raw()).how, Io::pending);
    peer.after(Outcome::pending);
    EXPECT_TRUE(request.finish(server.get()).ok());
}

TEST(PipePeer, ServesAClientUnderTest) {
    const std::wstring name = unique_name();
    PipePeer server = PipePeer::server(name);
    const w32::PipeClient client(name.c_str());
    server.accept();
    EXPECT_EQ(read_with(client.get(), server, Outcome::pending).text, workbook::kGreeting);
    EXPECT_EQ(read_with(client.get(), server, Outcome::immediate).text, workbook::kGreeting);
    const Read last = read_with(client.get(), server, Outcome::broken_pending);
    EXPECT_EQ(last.result.error, DWORD{ERROR_BROKEN_PIPE});
}

TEST(PipePeer, KeepsAWritePendingUntilItIsRead) {
    const std::wstring name = unique_name();
    w32::PipeServer server(name.c_str(), {.quota = 4096});
    PipePeer peer = PipePeer::client(name);
    peer.open();
    (void)server.connect(10s);
    peer.write(std::string(4096, 'a'));
    ASSERT_EQ(peer.start_write(std::string(4096, 'b')), Io::pending);
    std::array<std::byte, 4096> buffer{};
    ASSERT_TRUE(w32::read_within(server.get(), buffer, 10s).has_value());
    ASSERT_TRUE(w32::read_within(server.get(), buffer, 10s).has_value());
    EXPECT_EQ(peer.finish_write().bytes, 4096u);
}

TEST(PipeScript, RunsEachStepWhenItIsToldTo) {
    Connected pipe;
    PipeScript script;
    script.then([&] { pipe.peer.write("one"); }).then([&] { pipe.peer.write("two"); });
    std::array<std::byte, 64> buffer{};
    w32::Overlapped request;
    ASSERT_EQ(w32::start_read(pipe.server.get(), buffer, request.raw()).how, Io::pending);
    EXPECT_EQ(w32::wait(request.event(), 0ms), w32::Waited::timed_out);
    script.step();
    EXPECT_EQ(request.finish(pipe.server.get()).bytes, 3u);
    script.step();
    EXPECT_EQ(w32::read_within(pipe.server.get(), buffer, 10s)->bytes, 3u);
}

TEST(PipeScript, LetsAStepBlockWhileTheTestGoesOn) {
    Connected pipe;
    PipeScript script;
    std::string heard;
    script.then([&] { heard = pipe.peer.read(); });
    script.begin_step();
    const std::string answer = "answer";
    (void)w32::write_within(pipe.server.get(), std::as_bytes(std::span(answer)), 10s);
    script.end_step();
    EXPECT_EQ(heard, answer);
}

TEST(PipeScript, ReportsWhatAStepThrew) {
    Connected pipe;
    PipeScript script;
    script.then([&] { pipe.peer.write("nobody hears this"); });
    pipe.server = w32::PipeServer();
    EXPECT_THROW(script.step(), w32::Error);
}

TEST(PipeScript, RunsWhatIsLeftWhenItEnds) {
    int steps = 0;
    {
        PipeScript script;
        script.then([&] { ++steps; }).then([&] { ++steps; });
    }
    EXPECT_EQ(steps, 2);
}
