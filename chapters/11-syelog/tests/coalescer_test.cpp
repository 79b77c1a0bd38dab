// coalescer_test.cpp - connections that rest, together and not for ever.
#include "chapters/11-syelog/daemon/coalescer.hpp"

#include "chapters/11-syelog/daemon/connection.hpp"
#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "chapters/11-syelog/tests/waiting.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/semaphore.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

using syelog::Coalescer;
using syelog::Connection;
using namespace syelog_tests;

namespace {

std::unique_ptr<Connection> a_connection() {
    return std::make_unique<Connection>(w32::PipeServer(), syelog::Format::text);
}

}  // namespace

TEST(Coalescer, WakesEachThatRests) {
    const auto one = a_connection();
    const auto other = a_connection();
    std::vector<Connection*> woken;
    w32::Semaphore count(0, 10);
    Coalescer rests(1ms, [&](Connection& connection) {
        woken.push_back(&connection);
        count.release();
    });
    EXPECT_TRUE(rests.put(*one));
    EXPECT_TRUE(rests.put(*other));
    count.acquire();
    count.acquire();
    EXPECT_TRUE(rests.put(*one));  // it may rest again
    count.acquire();
    rests.finish();
    EXPECT_EQ(woken, (std::vector<Connection*>{one.get(), other.get(), one.get()}));
}

TEST(Coalescer, LetsNobodyRestOnceItHurries) {
    const auto one = a_connection();
    const auto other = a_connection();
    int woken = 0;
    Coalescer rests(24h, [&](Connection&) { ++woken; });
    EXPECT_TRUE(rests.put(*one));
    until_waiting("coalescer",
                  w32::running_under_wine() ? "condition variable" : "one of several objects");
    rests.finish();  // does not wait for tomorrow
    EXPECT_EQ(woken, 1);
    EXPECT_FALSE(rests.put(*other)) << "nobody is left to wake it";
    EXPECT_EQ(woken, 1);
}

TEST(Coalescer, IsNoThreadWhenItsRestIsNothing) {
    const auto one = a_connection();
    int woken = 0;
    Coalescer rests(0ms, [&](Connection&) { ++woken; });
    EXPECT_FALSE(rests.put(*one)) << "it is the caller's still";
    EXPECT_EQ(woken, 0);
}

TEST(Coalescer, LetsOneReadBringWhatWasWrittenMeanwhile) {
    WB_CLAIM("N11-31", "A daemon that rests between two reads gets many records by the second.");
    TestDaemon test({.coalescing = 24h});  // only the stop ends the rest
    auto client = test.client();
    client.write(numbered(1, 1));
    ASSERT_TRUE(test.wait_until([](const syelog::Statistics& now) { return now.records == 1; }));
    for (int i = 2; i <= 51; ++i) client.write(numbered(1, i));
    test.daemon.stop();
    EXPECT_EQ(test.daemon.statistics().records, 51u);
    EXPECT_EQ(test.daemon.statistics().reads, 2u) << "one read for each record";
    EXPECT_EQ(test.census().out_of_order, 0u);
}

TEST(Coalescer, NeverMakesAClientWaitThatWritesMuch) {
    TestDaemon test({.coalescing = 24h});
    auto client = test.client();
    std::string batch;
    for (int i = 1; batch.size() < 8000; ++i) batch += numbered(1, i);
    client.write(batch);
    client.write(batch);  // each more than a little: it is read without a rest
    ASSERT_TRUE(test.wait_until([](const syelog::Statistics& now) { return now.bytes >= 16'000; }));
}
