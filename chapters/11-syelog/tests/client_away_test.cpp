// client_away_test.cpp - the client's daemon is frozen, gone, or was never there.
//
// A frozen daemon is one that accepts and does not read. The test itself plays it: a call that
// returns before the test reads has not waited for the daemon.
// Topics: S04
#include "chapters/11-syelog/tests/client_peer.hpp"
#include "common/testing/claim.hpp"

#include <optional>

using namespace syelog_tests;
using syelog::Client;
using syelog::Severity;
using syelog::WhenFull;
using workbook::PipePeer;
using workbook::PipeScript;

namespace {

using Delays = std::vector<std::chrono::milliseconds>;

// Its pipe takes less than a batch: the first write stays pending.
struct Frozen {
    explicit Frozen(std::chrono::milliseconds write_limit = 500ms)
        : daemon(server(pipe, 4096)),
          client({.pipe = pipe,
                  .batch_age = kNever,
                  .queue_bytes = 16 * 1024,
                  .write_limit = write_limit,
                  .close_limit = 50ms}) {
        daemon.accept();
    }
    /// One batch is being written, and sixteen records wait. Answers how many records that were.
    int fill() {
        int queued = 0;
        while (client.write(Severity::notice, of_1024_bytes(queued + 1))) ++queued;
        return queued;
    }
    std::wstring pipe = unique_pipe();
    PipePeer daemon;
    Client client;
};

}  // namespace

TEST(FrozenDaemon, MakesNoCallOutlastItsLimit) {
    Frozen frozen;
    const int queued = frozen.fill();
    EXPECT_EQ(queued, 32) << "a batch of sixteen on its way, sixteen in the queue";
    EXPECT_FALSE(frozen.client.write(Severity::fatal, of_1024_bytes(0)));
    EXPECT_FALSE(frozen.client.flush(50ms));
    EXPECT_FALSE(frozen.client.flush(0ms));
    EXPECT_EQ(frozen.client.acknowledged(), 0u);
    EXPECT_FALSE(frozen.client.close(50ms));
    EXPECT_EQ(frozen.client.lost(), 32u + 2) << "two were refused";
}

TEST(FrozenDaemon, MakesNobodyWaitWhileAnotherOneWaits) {
    Frozen frozen(kNever);
    for (int i = 1; i <= 32; ++i) frozen.client.write(Severity::notice, of_1024_bytes(i));
    PipeScript others;
    bool written = true;
    others.then([&] { written = frozen.client.write(Severity::notice, of_1024_bytes(33)); });
    others.begin_step();
    EXPECT_FALSE(frozen.client.flush(0ms));
    EXPECT_EQ(frozen.client.lost(), 0u);
    EXPECT_FALSE(frozen.client.close(0ms));
    others.end_step();
    EXPECT_FALSE(written);
}

TEST(FrozenDaemon, DoesNotHoldUpTheDestructor) {
    Frozen frozen;
    (void)frozen.fill();
    // The client is destroyed before the daemon: within close_limit, or never.
}

TEST(FrozenDaemon, GetsEachRecordOnceWhenItGoesOn) {
    Frozen frozen;
    const int queued = frozen.fill();
    const auto texts = read_texts(frozen.daemon, 32);
    EXPECT_EQ(texts, numbers(1, queued));
    EXPECT_EQ(read_texts(frozen.daemon, 1)[0], "1 record was dropped");
    EXPECT_TRUE(frozen.client.close(kLimit));
}

TEST(FrozenDaemon, HasReadNothingOfAWriteThatWasGivenUp) {
    WB_CLAIM("N11-49", "A write that was given up was not read, not even in part.");
    Frozen frozen;
    frozen.client.write(Severity::error, "taken");
    EXPECT_TRUE(frozen.client.flush());
    (void)frozen.fill();
    EXPECT_FALSE(frozen.client.close(0ms));
    EXPECT_EQ(frozen.client.acknowledged(), 1u);
    EXPECT_EQ(read_texts(frozen.daemon, 1)[0], "taken");
    EXPECT_THROW((void)frozen.daemon.read(64 * 1024), w32::Error) << "the client has left";
}

// The daemon reads while close() gives up: whoever is first, both must say the same.
TEST(ClosedClient, KnowsWhetherTheLastBatchWasTaken) {
    for (int round = 0; round < 20; ++round) {
        const std::wstring pipe = unique_pipe();
        PipePeer daemon = server(pipe, 4096);
        Client client({.pipe = pipe, .batch_age = kNever});
        daemon.accept();
        PipeScript reader;
        int read = 0;
        reader.then([&] {
            try {
                for (;;) read += records_in(daemon.read(64 * 1024));
            } catch (const w32::Error&) {
                // The client has left.
            }
        });
        for (int i = 1; i <= 12; ++i) client.write(Severity::notice, of_1024_bytes(i));
        (void)client.flush(0ms);
        reader.begin_step();
        const bool all = client.close(0ms);
        reader.end_step();
        EXPECT_EQ(client.acknowledged(), static_cast<unsigned>(read));
        EXPECT_EQ(client.lost(), 12u - client.acknowledged());
        EXPECT_EQ(all, read == 12);
    }
}

TEST(Client, DoublesOnlyWhatAStrangerHasReadInPart) {
    WB_CLAIM("N11-51", "Only who reads a write in pieces and dies in between gets a record twice.");
    const std::wstring pipe = unique_pipe();
    // Not our daemon: it has a buffer of 1024 bytes.
    PipePeer stranger = PipePeer::server(
        pipe,
        {.read_mode = w32::PipeType::byte, .access = w32::PipeAccess::inbound, .quota = 4096});
    Client client({.pipe = pipe, .batch_age = kNever});
    stranger.accept();
    for (int i = 1; i <= 12; ++i) client.write(Severity::notice, of_1024_bytes(i));
    (void)client.flush(0ms);
    EXPECT_EQ(unpacked(stranger.read(1024))[0].text, "1");
    EXPECT_EQ(client.acknowledged(), 0u) << "the write is still pending";
    PipePeer second = server(pipe);
    stranger.leave();
    second.accept();
    EXPECT_EQ(read_texts(second, 12), numbers(1, 12)) << "the first one again";
    EXPECT_TRUE(client.flush());
}

TEST(AwayDaemon, LosesNoneOfTwoThousandRecordsInASecond) {
    auto first = std::make_unique<TestDaemon>();
    std::optional<syelog::Daemon> second;
    std::chrono::milliseconds away{0};
    std::string log;  // of the second
    Client client({.pipe = first->pipe, .instead_of_waiting = [&](auto delay) {
                       away += delay;
                       if (away < 1s || second) return;
                       second.emplace(syelog::DaemonOptions{
                           .pipe = first->pipe, .output = [&](std::string_view text) {
                               log.append(text);
                               return w32::IoResult{static_cast<DWORD>(text.size()), 0};
                           }});
                       second->start();
                   }});
    for (int i = 1; i <= 500; ++i) client.print(Severity::notice, "client 1 record ", i);
    ASSERT_TRUE(client.flush());
    first->daemon.stop();
    for (int i = 501; i <= 2000; ++i)
        ASSERT_TRUE(client.print(Severity::notice, "client 1 record ", i));
    EXPECT_TRUE(client.flush());
    EXPECT_TRUE(client.close(kLimit));
    EXPECT_GE(away, 1s);
    second->stop();
    syelog::Census census;
    census.count(first->log + log);
    EXPECT_EQ(census.lost(1, 2000), 0u);
    EXPECT_EQ(census.records, 2000u);
    EXPECT_EQ(census.out_of_order, 0u);
    EXPECT_EQ(client.lost(), 0u);
}

TEST(AwayDaemon, IsLookedForLessAndLessOftenUntilItIsBack) {
    WB_CLAIM("N11-50", "A daemon that is away is looked for after 50 ms, 100 ms, ... 5 s.");
    const std::wstring pipe = unique_pipe();
    std::optional<PipePeer> daemon;
    Delays delays;
    Client client({.pipe = pipe, .connect_later = true, .instead_of_waiting = [&](auto delay) {
                       delays.push_back(delay);
                       if (delays.size() == 9 || delays.size() == 11) daemon.emplace(server(pipe));
                   }});
    client.write(Severity::notice, "one");
    EXPECT_TRUE(client.flush());
    EXPECT_EQ(delays, (Delays{50ms, 100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 5000ms, 5000ms}));
    EXPECT_EQ(read_texts(*daemon, 1)[0], "one");

    delays.erase(delays.begin(), delays.end());
    delays.resize(9);
    daemon->leave();
    client.write(Severity::notice, "two");
    EXPECT_TRUE(client.flush());
    EXPECT_EQ(delays[9], 50ms) << "a success begins anew";
    EXPECT_EQ(delays[10], 100ms);
    EXPECT_EQ(read_texts(*daemon, 1)[0], "two");
}

TEST(AwayDaemon, GetsWhatIsLeftIfItIsThereWhenTheClientIsClosed) {
    const std::wstring pipe = unique_pipe();
    Client client({.pipe = pipe, .batch_age = kNever, .connect_later = true});
    client.write(Severity::notice, "last words");
    PipePeer daemon = server(pipe);
    EXPECT_TRUE(client.close(kLimit));
    EXPECT_EQ(read_texts(daemon, 1)[0], "last words");
}

TEST(AwayDaemon, CostsWhatWasWrittenBeforeAClose) {
    Client client({.pipe = unique_pipe(), .connect_later = true});
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(client.write(Severity::notice, "nobody hears it"));
    EXPECT_FALSE(client.close(0ms));
    EXPECT_EQ(client.lost(), 3u);
    EXPECT_FALSE(client.write(Severity::notice, "too late"));
    EXPECT_FALSE(client.close(0ms)) << "the same answer again";
    EXPECT_EQ(client.lost(), 4u);
}
