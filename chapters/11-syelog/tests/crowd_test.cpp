// crowd_test.cpp - many clients at once, and writes of every size.
// Topics: S03 S06 S07 S09
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/tests/test_daemon.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <vector>

using namespace syelog_tests;
using syelog::Statistics;
using workbook::PipePeer;

namespace {

constexpr unsigned kCrowd = 300;

/// A write of `size` bytes whose header says that it is a record of that size: what of the number
/// does not fit into two bytes is cut off.
std::string write_of(std::size_t size) {
    std::string bytes(size, 'x');
    const auto said = static_cast<std::uint16_t>(size);
    std::memcpy(bytes.data(), &said, std::min(size, sizeof said));
    if (size > 16) std::memset(bytes.data() + 2, 0, std::min<std::size_t>(size, 20) - 2);
    return bytes;
}

void write_in_vain(PipePeer& client, const std::string& bytes) {
    try {
        client.write(bytes);
    } catch (const w32::Error&) {
        // The daemon has closed the connection before it had read everything.
    }
}

}  // namespace

TEST(Crowd, OfIdleClientsIsServedAndSentAway) {
    TestDaemon test;
    std::vector<PipePeer> idle;
    for (unsigned i = 0; i < kCrowd; ++i) idle.push_back(test.client());
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.connected == kCrowd; }));
    idle[17].write(packed("the eighteenth"));
    expect_still_serving(test);
    EXPECT_EQ(test.lines_with("the eighteenth"), 1);
    EXPECT_EQ(test.daemon.statistics().connected, 0u);
    EXPECT_THROW(idle.back().write(packed("x")), w32::Error);
}

TEST(Crowd, OfClientsThatLeaveAtOnceIsForgotten) {
    TestDaemon test;
    for (unsigned i = 0; i < kCrowd; ++i) test.client().leave();
    ASSERT_TRUE(test.wait_until(
        [](const Statistics& now) { return now.clients == kCrowd && now.connected == 0; }));
    EXPECT_EQ(test.daemon.statistics().malformed, 0u);
    expect_still_serving(test);
}

TEST(Crowd, OfWritingClientsLosesNothingAndKeepsEachOnesOrder) {
    constexpr unsigned kClients = 64, kRecords = 2000;
    TestDaemon test;
    {
        std::vector<w32::Thread> threads;
        for (unsigned id = 1; id <= kClients; ++id)
            threads.emplace_back("client", [&, id] {
                syelog::Client client({.pipe = test.pipe});
                const std::string head = "client " + std::to_string(id) + " record ";
                for (unsigned i = 1; i <= kRecords; ++i)
                    client.write(syelog::Severity::notice, head + std::to_string(i));
                EXPECT_TRUE(client.flush());
            });
    }
    test.daemon.stop();
    const auto census = test.census();
    EXPECT_EQ(census.records, kClients * kRecords);
    for (unsigned id = 1; id <= kClients; ++id) EXPECT_EQ(census.lost(id, kRecords), 0u) << id;
    EXPECT_EQ(census.duplicated, 0u);
    EXPECT_EQ(census.out_of_order, 0u);
}

TEST(Crowd, OfClientsThatNeverPauseLeavesRoomForOneThatIsHeardOnce) {
    std::atomic<bool> heard = false;
    TestDaemon test({.output =
                         [&](std::string_view text) {
                             if (text.find("me, too") != text.npos) heard = true;
                             return w32::IoResult{};
                         },
                     .workers = 1});
    std::string batch;
    while (batch.size() < 30'000) batch += packed(std::string(1000, 'x'));
    std::vector<PipePeer> loud;
    for (int i = 0; i < 4; ++i) loud.push_back(test.client());
    std::vector<w32::Thread> shouters;
    for (PipePeer& client : loud)
        shouters.emplace_back("shouter", [&] {
            while (!heard) client.write(batch);
        });
    auto quiet = test.client();
    quiet.write(packed("me, too"));
    shouters.clear();  // ends only when that was heard
}

TEST(Size, OfNoBytesIsNothing) {
    TestDaemon test;
    auto client = test.client();
    client.write("");
    client.write(packed("after nothing"));
    expect_still_serving(test);
    EXPECT_EQ(test.lines_with(": after nothing\n"), 1) << test.log;
    EXPECT_EQ(test.daemon.statistics().malformed, 0u);
}

TEST(Size, OfOneByteIsTheBeginningOfARecord) {
    TestDaemon test;
    auto client = test.client();
    client.write(write_of(1));
    client.leave();
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.unfinished == 1; }));
    expect_still_serving(test);
}

TEST(Size, OfAHeaderAndOfALongestRecordIsARecord) {
    TestDaemon test;
    auto client = test.client();
    client.write(write_of(20));
    client.write(write_of(4106));
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.records == 2; }));
    expect_still_serving(test);
    EXPECT_EQ(test.daemon.statistics().malformed, 0u);
    EXPECT_EQ(test.lines_with(": " + std::string(4086, 'x') + '\n'), 1);
}

TEST(Size, OfMoreOrLessThanARecordEndsItsConnection) {
    for (const std::size_t size : {std::size_t{19}, std::size_t{4107}, std::size_t{65'536}}) {
        SCOPED_TRACE(size);
        TestDaemon test;
        auto client = test.client();
        write_in_vain(client, write_of(size));
        ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.malformed == 1; }));
        expect_still_serving(test);
        EXPECT_EQ(test.daemon.statistics().records, 1u) << "the next client's";
    }
}

TEST(Size, OfGarbageEndsItsConnection) {
    TestDaemon test;
    auto client = test.client();
    write_in_vain(client, std::string(5000, '\xff'));
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.malformed == 1; }));
    expect_still_serving(test);
}
