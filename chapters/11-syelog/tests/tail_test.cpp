// tail_test.cpp - others read along, and cannot do any harm by it.
#include "chapters/11-syelog/daemon/tail.hpp"

#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "common/testing/claim.hpp"

#include <gtest/gtest.h>

using namespace syelog_tests;
using syelog::Tail;
using workbook::PipePeer;

namespace {

/// A daemon that lets others read along, and a client of it.
struct TailedDaemon {
    explicit TailedDaemon(syelog::TailOptions options = {}) : test(with_tail(std::move(options))) {}

    PipePeer reader() {
        auto peer = PipePeer::client(pipe, w32::PipeAccess::outbound);
        peer.open();
        return peer;
    }
    /// Blocks until so many read along.
    void until_readers(unsigned count) const {
        while (tail->counts().readers != count) ::SwitchToThread();
    }

    void until_came(unsigned count) const {
        while (tail->counts().came != count) ::SwitchToThread();
    }

    std::wstring pipe = unique_pipe();
    Tail* tail = nullptr;
    TestDaemon test;

private:
    syelog::DaemonOptions with_tail(syelog::TailOptions options) {
        options.pipe = pipe;
        return {.subscribers = {syelog::serve_tail(std::move(options), &tail)}};
    }
};

// Reads until a line ends.
std::string line_of(PipePeer& reader) {
    std::string line;
    while (!line.ends_with('\n')) line += reader.read(1);
    return line;
}

std::string all_of(PipePeer& reader) {
    std::string text;
    try {
        for (;;) text += reader.read();
    } catch (const w32::Error& error) {
        EXPECT_EQ(error.code(), DWORD{ERROR_BROKEN_PIPE});
    }
    return text;
}

}  // namespace

TEST(Tail, ShowsWhatComesFromNowOn) {
    WB_CLAIM("N11-32", "Who opens the tail reads what comes from then on, as JSON lines.");
    TailedDaemon daemon;
    auto client = daemon.test.client();
    client.write(packed("before"));
    ASSERT_TRUE(daemon.test.wait_until([](const auto& now) { return now.records == 1; }));
    auto reader = daemon.reader();
    daemon.until_readers(1);
    client.write(packed("one") + packed("two"));
    const std::string first = line_of(reader);
    EXPECT_EQ(first.find(R"({"received":"20)"), 0u) << first;
    EXPECT_NE(first.find(R"("text":"one")"), std::string::npos) << first;
    EXPECT_NE(line_of(reader).find(R"("text":"two")"), std::string::npos);
}

TEST(Tail, SendsTheSameToAll) {
    TailedDaemon daemon;
    std::vector<PipePeer> readers;
    for (int i = 0; i < 5; ++i) readers.push_back(daemon.reader());
    daemon.until_readers(5);
    auto client = daemon.test.client();
    client.write(packed("to all"));
    const std::string line = line_of(readers[0]);
    for (int i = 1; i < 5; ++i) EXPECT_EQ(line_of(readers[static_cast<std::size_t>(i)]), line);
}

TEST(Tail, SendsTheRestWhenTheDaemonStops) {
    TailedDaemon daemon;
    auto reader = daemon.reader();
    daemon.until_readers(1);
    auto client = daemon.test.client();
    client.write(packed("last words"));
    daemon.test.daemon.stop();
    EXPECT_NE(all_of(reader).find("last words"), std::string::npos);
    EXPECT_EQ(daemon.test.lines_with("last words"), 1);
}

TEST(Tail, CutsOffAReaderThatDoesNotReadAndKeepsTheLogWhole) {
    WB_CLAIM("N11-33", "A reader that does not keep up is cut off; the log has every record.");
    TailedDaemon daemon({.backlog_bytes = 64 * 1024, .farewell = 0ms});
    auto sleeper = daemon.reader();
    auto reader = daemon.reader();
    daemon.until_readers(2);
    w32::Thread reads([&] { (void)all_of(reader); });
    auto client = daemon.test.client();
    int written = 0;
    while (daemon.tail->counts().cut_off == 0) client.write(numbered(1, ++written));
    daemon.until_readers(1);
    for (int i = 0; i < 10; ++i) client.write(numbered(1, ++written));
    daemon.test.daemon.stop();
    EXPECT_EQ(daemon.test.census().lost(1, static_cast<unsigned>(written)), 0u);
}

TEST(Tail, SurvivesReadersThatLeave) {
    TailedDaemon daemon;
    for (unsigned i = 1; i <= 20; ++i) {
        auto hasty = daemon.reader();
        daemon.until_came(i);
        hasty.leave();
    }
    auto reader = daemon.reader();
    daemon.until_came(21);
    auto client = daemon.test.client();
    // A reader that has left is noticed by the write that fails.
    client.write(packed("who is there?"));
    (void)line_of(reader);
    client.write(packed("and now?"));
    (void)line_of(reader);
    daemon.until_readers(1);
    expect_still_serving(daemon.test);
}

TEST(Tail, TellsWhatTheDaemonItselfSays) {
    TailedDaemon daemon;
    auto reader = daemon.reader();
    daemon.until_readers(1);
    auto client = daemon.test.client();
    client.write(std::string("\x04\x00\x50\x60", 4));
    const std::string line = line_of(reader);
    EXPECT_NE(line.find(R"("daemon":true)"), std::string::npos) << line;
}

TEST(Tail, ShowsOnlyWhatTheFilterLetsPass) {
    const std::wstring pipe = unique_pipe();
    Tail* tail = nullptr;
    TestDaemon test(
        {.filter = {.severity = 3}, .subscribers = {syelog::serve_tail({.pipe = pipe}, &tail)}});
    auto reader = PipePeer::client(pipe, w32::PipeAccess::outbound);
    reader.open();
    while (tail->counts().readers != 1) ::SwitchToThread();
    auto client = test.client();
    client.write(packed("chatter") +
                 syelog::encode({.severity = syelog::Severity::error, .text = "trouble"}));
    EXPECT_NE(line_of(reader).find("trouble"), std::string::npos);
}

TEST(Tail, IsNotServedByTwo) {
    WB_SKIP_UNDER_WINE("FILE_FLAG_FIRST_PIPE_INSTANCE is ignored");
    const std::wstring pipe = unique_pipe();
    auto squatter = PipePeer::server(pipe);
    TestDaemon test({.subscribers = {syelog::serve_tail({.pipe = pipe})}},
                    TestDaemon::Start::later);
    EXPECT_THROW(test.daemon.start(), w32::Error);
}
