// client_full_test.cpp - what becomes of records that come while the client's queue is full.
#include "chapters/11-syelog/tests/client_peer.hpp"
#include "common/testing/claim.hpp"

using namespace syelog_tests;
using syelog::Client;
using syelog::ClientOptions;
using syelog::Severity;
using syelog::WhenFull;
using workbook::PipePeer;
using workbook::PipeScript;

namespace {

// No daemon is there, and the client does not look for one, until the test lets one come. The queue
// holds sixteen records of 1024 bytes.
struct Away {
    explicit Away(WhenFull when_full, std::chrono::milliseconds write_limit = 50ms)
        : client(ClientOptions{.pipe = pipe,
                               .batch_age = kNever,
                               .connect_later = true,
                               .queue_bytes = 16 * 1024,
                               .when_full = when_full,
                               .write_limit = write_limit,
                               .close_limit = 0ms,
                               .instead_of_waiting = [this](auto) { come.wait(); }}) {}

    ~Away() { come.set(); }

    int write(int first, int last) {
        int queued = 0;
        for (int i = first; i <= last; ++i)
            if (client.write(Severity::notice, of_1024_bytes(i))) ++queued;
        return queued;
    }

    PipePeer daemon() {
        PipePeer peer = server(pipe);
        come.set();
        peer.accept();
        return peer;
    }

    std::wstring pipe = unique_pipe();
    w32::Event come{w32::Reset::manual};
    Client client;
};

std::vector<std::string> joined(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

}  // namespace

TEST(FullQueue, DropsTheNewestAndSaysHowMany) {
    WB_CLAIM("N11-46", "A full queue drops the newest, and a record says how many are missing.");
    Away away(WhenFull::drop_newest);
    EXPECT_EQ(away.write(1, 20), 16);
    EXPECT_EQ(away.client.lost(), 4u);
    PipePeer daemon = away.daemon();
    const auto texts = read_texts(daemon, 16);
    EXPECT_EQ(texts, numbers(1, 16));
    EXPECT_TRUE(away.client.flush());
    EXPECT_EQ(away.write(21, 21), 1);
    EXPECT_TRUE(away.client.flush());
    const auto report = unpacked(daemon.read(64 * 1024));
    ASSERT_EQ(report.size(), 1u);
    EXPECT_EQ(report[0].text, "4 records were dropped") << "in their place";
    EXPECT_EQ(report[0].severity, Severity::warning);
    EXPECT_EQ(read_texts(daemon, 1), numbers(21, 21));
    EXPECT_EQ(away.client.lost(), 4u);
    EXPECT_EQ(away.client.acknowledged(), 16u + 1 + 1) << "the report is a record, too";
}

TEST(FullQueue, DropsTheOldestAndSaysHowMany) {
    WB_CLAIM("N11-47", "Or it drops the oldest, and says so first of all.");
    Away away(WhenFull::drop_oldest);
    EXPECT_EQ(away.write(1, 20), 20);
    EXPECT_EQ(away.client.lost(), 4u);
    PipePeer daemon = away.daemon();
    EXPECT_TRUE(away.client.flush());
    EXPECT_EQ(read_texts(daemon, 17), joined({"4 records were dropped"}, numbers(5, 20)));
}

TEST(FullQueue, DropsAsManyOfTheOldestAsALongRecordNeeds) {
    Away away(WhenFull::drop_oldest);
    EXPECT_EQ(away.write(1, 16), 16);
    EXPECT_TRUE(away.client.write(Severity::notice, std::string(2500, 'x')));
    EXPECT_EQ(away.client.lost(), 3u);
}

TEST(FullQueue, SaysHowManyBeforeASmallerRecordThatFits) {
    Away away(WhenFull::drop_newest);
    EXPECT_EQ(away.write(1, 15), 15);
    EXPECT_FALSE(away.client.write(Severity::notice, std::string(2000, 'x')));
    EXPECT_TRUE(away.client.write(Severity::notice, "small"));
    PipePeer daemon = away.daemon();
    EXPECT_TRUE(away.client.flush());
    EXPECT_EQ(read_texts(daemon, 17), joined(numbers(1, 15), {"1 record was dropped", "small"}));
}

TEST(FullQueue, WaitsForRoomUntilItsLimitAndThenDrops) {
    WB_CLAIM("N11-48", "Or it lets its caller wait, and drops only after the limit.");
    Away away(WhenFull::block);
    EXPECT_EQ(away.write(1, 17), 16);
    EXPECT_EQ(away.client.lost(), 1u);
    PipePeer daemon = away.daemon();
    EXPECT_TRUE(away.client.flush());
    EXPECT_EQ(away.write(18, 18), 1);
    EXPECT_TRUE(away.client.flush());
    EXPECT_EQ(read_texts(daemon, 18),
              joined(joined(numbers(1, 16), {"1 record was dropped"}), numbers(18, 18)));
}

TEST(FullQueue, TakesWhoWaitsForRoomWhenThereIsSome) {
    Away away(WhenFull::block, kLimit);
    EXPECT_EQ(away.write(1, 16), 16);
    PipeScript writer;
    int queued = 0;
    writer.then([&] { queued = away.write(17, 40); });
    writer.begin_step();
    PipePeer daemon = away.daemon();
    writer.end_step();
    EXPECT_EQ(queued, 24);
    EXPECT_TRUE(away.client.flush());
    EXPECT_EQ(read_texts(daemon, 40), numbers(1, 40));
    EXPECT_EQ(away.client.lost(), 0u);
}

TEST(FullQueue, SendsWhoWaitsForRoomHomeWhenItIsClosed) {
    Away away(WhenFull::block, kNever);
    EXPECT_EQ(away.write(1, 16), 16);
    PipeScript writer;
    int queued = -1;
    writer.then([&] { queued = away.write(17, 17); });
    writer.begin_step();
    away.come.set();
    EXPECT_FALSE(away.client.close(0ms));
    writer.end_step();
    EXPECT_EQ(queued, 0);
    EXPECT_EQ(away.client.lost(), 17u);
}

TEST(FullQueue, KeepsTheOrderOfEachThreadThatWaitsForRoom) {
    TestDaemon test;
    Client client({.pipe = test.pipe, .queue_bytes = 16 * 1024, .write_limit = kNever});
    {
        std::vector<w32::Thread> threads;
        for (int id = 1; id <= 4; ++id)
            threads.emplace_back([&, id] {
                for (int i = 1; i <= 1000; ++i)
                    client.print(Severity::notice, "client ", id, " record ", i);
            });
    }
    EXPECT_TRUE(client.flush());
    test.daemon.stop();
    const auto census = test.census();
    for (unsigned id = 1; id <= 4; ++id) EXPECT_EQ(census.lost(id, 1000), 0u) << id;
    EXPECT_EQ(census.records, 4000u);
    EXPECT_EQ(census.out_of_order, 0u);
}
