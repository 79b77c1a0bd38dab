// frozen_test.cpp - real daemons that stand still, or are away for a while, and clients that go on.
#include "chapters/11-syelog/tests/frozen.hpp"
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/endurance/daemon_process.hpp"
#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "common/testing/claim.hpp"

#include <gtest/gtest.h>

using namespace syelog_tests;
using syelog::Client;
using syelog::Severity;
using syelog::endurance::DaemonProcess;

namespace {

std::string numbered_text(unsigned record) { return "client 1 record " + std::to_string(record); }

syelog::Census census_of(const std::string& log) {
    syelog::Census census;
    census.count(log);
    return census;
}

}  // namespace

TEST(FrozenSyelogd, MakesNoCallWaitLongerThanItsLimit) {
    WB_CLAIM("N11-40", "While the daemon stands still, each call of a client returns in its time.");
    DaemonProcess daemon;
    Client client({.pipe = daemon.pipe(), .queue_bytes = 32 * 1024, .write_limit = 20ms});
    unsigned written = 0;
    ASSERT_TRUE(client.write(Severity::notice, numbered_text(++written)));
    ASSERT_TRUE(client.flush(kLimit));
    {
        const Frozen frozen(daemon.process_id());
        ASSERT_GT(frozen.threads(), 3u);
        // Pipe and queue fill up; then a call waits its 20 ms for room, and says there is none.
        while (client.write(Severity::notice, numbered_text(++written)))
            ASSERT_LT(written, 100'000u);
        EXPECT_FALSE(client.flush(20ms));
    }
    EXPECT_TRUE(client.flush(kLimit)) << "what waited is taken now";
    EXPECT_EQ(client.lost(), 1u);
    EXPECT_TRUE(client.write(Severity::notice, numbered_text(++written)));
    EXPECT_TRUE(client.close(kLimit));
    daemon.stop();
    const auto census = census_of(daemon.log());
    EXPECT_EQ(census.lost(1, written), 1u) << "the one, and no other";
    EXPECT_EQ(census.duplicated, 0u);
    EXPECT_EQ(census.out_of_order, 0u);
}

TEST(FrozenSyelogd, IsLeftByAClientThatCloses) {
    DaemonProcess daemon;
    Client client({.pipe = daemon.pipe(), .write_limit = 0ms});
    const Frozen frozen(daemon.process_id());
    while (client.write(Severity::notice, std::string(1000, 'x'))) {
    }
    EXPECT_FALSE(client.close(20ms));
    EXPECT_GT(client.lost(), 0u);
}

TEST(AbsentSyelogd, GetsEachRecordWhenItIsBack) {
    WB_CLAIM("N11-41", "2 000 records that are written while the daemon is away are in its log.");
    DaemonProcess first;
    Client client({.pipe = first.pipe()});
    for (unsigned i = 1; i <= 500; ++i) client.write(Severity::notice, numbered_text(i));
    ASSERT_TRUE(client.flush(kLimit));
    first.stop();
    for (unsigned i = 501; i <= 2500; ++i) client.write(Severity::notice, numbered_text(i));
    EXPECT_FALSE(client.flush(0ms)) << "there is nobody";
    DaemonProcess second({}, first.pipe());
    EXPECT_TRUE(client.flush(10s));
    second.stop();
    EXPECT_EQ(census_of(first.log()).lost(1, 500), 0u);
    const auto census = census_of(first.log() + second.log());
    EXPECT_EQ(census.lost(1, 2500), 0u);
    EXPECT_EQ(census.duplicated, 0u);
    EXPECT_EQ(census.out_of_order, 0u);
}
