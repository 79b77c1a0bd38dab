// daemon_test.cpp - the daemon against clients that do everything a client can do.
#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "chapters/11-syelog/tests/waiting.hpp"
#include "common/testing/claim.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <vector>

using namespace syelog_tests;
using syelog::Statistics;
using workbook::PipePeer;
using Start = TestDaemon::Start;

namespace {

bool nobody_connected(const Statistics& now) { return now.connected == 0; }

}  // namespace

TEST(Daemon, WritesARecordWithThePidOfThePipeAndItsOwnTime) {
    WB_CLAIM("N11-15", "The log has the process that the pipe knows, and the daemon's time.");
    TestDaemon test;
    auto client = test.client();
    client.write(packed("hello"));  // it says that it is process 0, at time 0
    test.daemon.stop();
    char expected[64];
    std::snprintf(expected, sizeof expected, " %4lu 50.60: hello\n", ::GetCurrentProcessId());
    EXPECT_NE(test.log.find(expected), std::string::npos) << test.log;
    EXPECT_EQ(test.log.substr(0, 2), "20") << test.log;
}

TEST(Daemon, HasTwoWorkersPerProcessorUnlessTold) {
    WB_CLAIM("N11-01", "Unless told otherwise, the daemon has two workers per processor.");
    SYSTEM_INFO info;
    ::GetSystemInfo(&info);
    TestDaemon test;
    EXPECT_EQ(test.daemon.workers(), 2 * std::size_t{info.dwNumberOfProcessors});
    TestDaemon three({.workers = 3});
    EXPECT_EQ(three.daemon.workers(), 3u);
}

TEST(Accept, ServesAClientThatCameBeforeConnectNamedPipe) {
    WB_CLAIM("N11-08", "A client may come before ConnectNamedPipe: 535, and no packet follows.");
    PipePeer early = PipePeer::client(L"");
    bool came = false;
    TestDaemon* daemon = nullptr;
    TestDaemon test({.between_create_and_connect =
                         [&] {
                             if (std::exchange(came, true)) return;
                             early = daemon->unconnected();
                             early.before(workbook::Outcome::already_connected);
                         }},
                    Start::later);
    daemon = &test;
    test.daemon.start();
    early.write(packed("early"));
    early.leave();
    expect_still_serving(test);
    EXPECT_EQ(test.lines_with("early"), 1) << test.log;
}

TEST(Accept, SurvivesAClientThatHasLeftBeforeConnectNamedPipe) {
    WB_CLAIM("N11-09", "It may have left again: 232, and what it wrote can be read.");
    bool came = false;
    TestDaemon* daemon = nullptr;
    TestDaemon test({.between_create_and_connect =
                         [&] {
                             if (std::exchange(came, true)) return;
                             auto hasty = daemon->client();
                             hasty.write(packed("hasty"));
                             hasty.leave();
                         }},
                    Start::later);
    daemon = &test;
    test.daemon.start();
    expect_still_serving(test);
    EXPECT_EQ(test.lines_with("hasty"), 1) << "what it wrote is there to be read\n" << test.log;
}

TEST(Accept, SurvivesAClientThatSaysNothing) {
    TestDaemon test;
    test.client().leave();
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.clients == 1; }));
    ASSERT_TRUE(test.wait_until(nobody_connected));
    expect_still_serving(test);
}

TEST(Accept, TakesABurstOfSixteenClients) {
    WB_CLAIM("N11-10", "Sixteen clients come at a time: each finds an instance.");
    TestDaemon test;
    {
        std::vector<w32::Thread> clients;
        for (int id = 1; id <= 16; ++id)
            clients.emplace_back([&, id] {
                auto client = test.client();
                for (int i = 1; i <= 20; ++i) client.write(numbered(id, i));
            });
    }
    test.daemon.stop();
    const auto census = test.census();
    EXPECT_EQ(census.records, 16u * 20u);
    EXPECT_EQ(census.out_of_order, 0u);
    EXPECT_EQ(test.daemon.statistics().clients, 16u);
}

TEST(Connection, EndsAloneWhenItsClientLeaves) {
    WB_CLAIM("N11-11", "A client that leaves is the end of one connection.");
    TestDaemon test;
    auto stays = test.client();
    auto leaves = test.client();
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.connected == 2; }));
    leaves.leave();  // its pending read fails: ERROR_BROKEN_PIPE, with an OVERLAPPED
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.connected == 1; }));
    stays.write(packed("I am still here"));
    expect_still_serving(test);
    EXPECT_EQ(test.lines_with("I am still here"), 1);
}

TEST(Connection, SurvivesAClientThatCrashesInMidRecord) {
    WB_CLAIM("N11-13", "Of a record that was cut off, the log says how many bytes were dropped.");
    TestDaemon test;
    auto client = test.client();
    client.write(packed("whole") + packed("only a part of this").substr(0, 25));
    client.leave();
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.unfinished == 1; }));
    expect_still_serving(test);
    EXPECT_EQ(test.lines_with("whole"), 1);
    EXPECT_EQ(test.lines_with("only a part"), 0);
    EXPECT_EQ(test.lines_with("in the middle of a record: 25 bytes dropped."), 1) << test.log;
}

TEST(Connection, EndsForAShortRecord) {
    TestDaemon test;
    auto client = test.client();
    client.write(std::string("\x04\x00\x50\x60", 4));
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.malformed == 1; }));
    ASSERT_TRUE(test.wait_until(nobody_connected))
        << "the client is still there, the daemon is not";
    EXPECT_THROW(client.write(packed("x")), w32::Error);
    expect_still_serving(test);
}

TEST(Connection, EndsForAnOversizedRecord) {
    WB_CLAIM("N11-12", "What is no record ends its connection; what was whole before is kept.");
    TestDaemon test;
    auto client = test.client();
    std::string large(8000, 'L');
    large[0] = '\x40';
    large[1] = '\x1f';  // 8 000
    client.write(packed("before") + large);
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.malformed == 1; }));
    expect_still_serving(test);
    EXPECT_EQ(test.lines_with("before"), 1) << "what was whole is not thrown away";
    EXPECT_EQ(test.lines_with("longer than a record can be"), 1) << test.log;
}

TEST(Connection, TakesARecordWithoutNul) {
    TestDaemon test;
    auto client = test.client();
    std::string bytes = packed("no end");
    bytes[0] = static_cast<char>(bytes.size() - 2);
    bytes.resize(bytes.size() - 2);  // without '\n' and NUL
    client.write(bytes + packed("next"));
    test.daemon.stop();
    EXPECT_EQ(test.lines_with(": no end\n"), 1) << test.log;
    EXPECT_EQ(test.lines_with(": next\n"), 1) << test.log;
}

TEST(Connection, PutsARecordOfTwoWritesTogether) {
    TestDaemon test;
    auto client = test.client();
    const std::string bytes = packed("split in two");
    client.write(bytes.substr(0, 1));
    client.write(bytes.substr(1, 30));
    client.write(bytes.substr(31) + packed("and more"));
    test.daemon.stop();
    EXPECT_EQ(test.lines_with(": split in two\n"), 1) << test.log;
    EXPECT_EQ(test.lines_with(": and more\n"), 1) << test.log;
}

TEST(Connection, KeepsTheRecordsOfEachClientInOrder) {
    WB_CLAIM("N11-16", "One read in flight per connection keeps a client's records in order.");
    TestDaemon test({.workers = 4});
    {
        std::vector<w32::Thread> clients;
        for (int id = 1; id <= 4; ++id)
            clients.emplace_back([&, id] {
                auto client = test.client();
                for (int i = 1; i <= 100; ++i) client.write(numbered(id, i));
            });
    }
    test.daemon.stop();
    const auto census = test.census();
    EXPECT_EQ(census.records, 400u);
    EXPECT_EQ(census.out_of_order, 0u) << "two reads of one client were in flight at a time";
}

// One worker, a queue for one line and a writer that is held: everything else that the client
// writes stays in the pipe, acknowledged and unread, when the stop begins.
TEST(Stop, ReadsWhatWasAcknowledgedBeforeIt) {
    WB_CLAIM("N11-20",
             "What a client was told is taken is in the log when the daemon has stopped.");
    w32::Event open(w32::Reset::manual);
    TestDaemon test({.output =
                         [&](std::string_view) {
                             open.wait();
                             return w32::IoResult{};
                         },
                     .workers = 1,
                     .coalescing = 0ms,  // it is the worker that reads, each time
                     .writer = {.queue_bytes = 1}});
    auto client = test.client();
    for (int i = 1; i <= 3; ++i) {
        client.write(numbered(1, i));
        // Read one by one: the first is in the writer, the second in the queue, the third waits.
        if (i == 1) until_waiting("log writer", "object");
        if (i < 3) {
            ASSERT_TRUE(test.wait_until(
                [i](const Statistics& now) { return now.records == static_cast<unsigned>(i); }));
        }
    }
    until_waiting("worker 0", "condition variable");
    for (int i = 4; i <= 100; ++i) client.write(numbered(1, i));
    w32::Thread stopper("stopper", [&] { test.daemon.stop(); });
    until_waiting("stopper", "condition variable");
    open.set();
    stopper.join();
    EXPECT_EQ(test.census().lost(1, 100), 0u);
    EXPECT_EQ(test.census().records, 100u) << "none twice";
    EXPECT_EQ(test.census().out_of_order, 0u);
}

TEST(Stop, ReadsAClientThatItHasNotAcceptedYet) {
    // The client comes and writes while the daemon is about to wait for it, and the stop begins.
    PipePeer client = PipePeer::client(L"");
    TestDaemon* daemon = nullptr;
    w32::Thread stopper;
    TestDaemon test({.between_create_and_connect =
                         [&] {
                             client = daemon->client();
                             client.write(packed("just in time"));
                             stopper = w32::Thread("stopper", [&] { daemon->daemon.stop(); });
                             until_waiting("stopper", "condition variable");
                         }},
                    Start::later);
    daemon = &test;
    test.daemon.start();
    stopper.join();
    EXPECT_EQ(test.lines_with("just in time"), 1) << test.log;
}

TEST(Stop, EndsAWaitForAClientThatBeginsAfterIt) {
    TestDaemon* daemon = nullptr;
    w32::Thread stopper;
    TestDaemon test({.between_create_and_connect =
                         [&] {
                             stopper = w32::Thread("stopper", [&] { daemon->daemon.stop(); });
                             until_waiting("stopper", "condition variable");
                         }},
                    Start::later);
    daemon = &test;
    test.daemon.start();  // ConnectNamedPipe comes after the stop's cancellations
    stopper.join();
    EXPECT_EQ(test.daemon.statistics().clients, 0u);
}

TEST(Stop, KeepsEveryRecordAcknowledgedBeforeItWhileClientsGoOnWriting) {
    WB_CLAIM("N11-21", "So it is while clients go on writing, and the daemon stops all the same.");
    TestDaemon test;
    constexpr int kClients = 4;
    std::array<std::atomic<unsigned>, kClients> acknowledged{};
    w32::Semaphore some(0, 1'000'000);
    // Connected here: a thread that comes late would find no daemon to connect to.
    std::vector<workbook::PipePeer> peers;
    for (int id = 0; id < kClients; ++id) peers.push_back(test.client());
    std::vector<w32::Thread> clients;
    for (unsigned id = 0; id < kClients; ++id)
        clients.emplace_back([&, id] {
            try {
                for (int i = 1;; ++i) {
                    peers[id].write(numbered(static_cast<int>(id), i));
                    ++acknowledged[id];
                    if (i % 25 == 0) some.release();
                }
            } catch (const w32::Error&) {
                // The daemon has gone: what we were there to see.
            }
        });
    for (int i = 0; i < 8; ++i) some.acquire();  // they are in the middle of it
    std::array<unsigned, kClients> before{};
    for (unsigned id = 0; id < kClients; ++id) before[id] = acknowledged[id];
    test.daemon.stop();  // must return, though nobody stops writing
    clients.clear();
    const auto census = test.census();
    for (unsigned id = 0; id < kClients; ++id) EXPECT_EQ(census.lost(id, before[id]), 0u) << id;
    EXPECT_EQ(census.duplicated, 0u);
    EXPECT_EQ(census.out_of_order, 0u);
}

TEST(Stop, LeavesNoClientBehindAndMayBeAskedForTwice) {
    TestDaemon test;
    auto idle = test.client();
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.connected == 1; }));
    test.daemon.stop();
    test.daemon.stop();
    EXPECT_EQ(test.daemon.statistics().connected, 0u);
    EXPECT_THROW(idle.write(packed("x")), w32::Error);
    EXPECT_EQ(test.daemon.workers(), 0u);
}

TEST(Stop, CanBeAskedForByName) {
    TestDaemon test;
    EXPECT_FALSE(w32::signaled_now(test.daemon.stop_event()));
    w32::Event(w32::Reset::manual, syelog::stop_event_name(test.pipe).c_str()).set();
    EXPECT_EQ(w32::wait(test.daemon.stop_event(), kLimit), w32::Waited::signaled);
}

TEST(Stop, IsAskedForByTheTerminateFlagWhenTheLastClientHasLeft) {
    WB_CLAIM("N11-22", "A client's wish to stop is carried out when the last one has left.");
    TestDaemon test({.terminate = syelog::Terminate::same_user});
    auto first = test.client();
    auto second = test.client();
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.connected == 2; }));
    first.write(packed("please stop", /*terminate=*/true));
    first.leave();
    ASSERT_TRUE(test.wait_until([](const Statistics& now) { return now.connected == 1; }));
    EXPECT_FALSE(w32::signaled_now(test.daemon.stop_event())) << "the second one is still there";
    second.write(packed("last words"));
    second.leave();
    ASSERT_EQ(w32::wait(test.daemon.stop_event(), kLimit), w32::Waited::signaled);
    test.daemon.stop();
    EXPECT_EQ(test.lines_with("last words"), 1);
}

TEST(OneDaemon, RefusesASecondOneOnTheSamePipe) {
    WB_CLAIM("N11-23", "A second daemon on the same pipe is refused.");
    TestDaemon test;
    std::wstring shouted = test.pipe;
    ::CharUpperBuffW(shouted.data(), static_cast<DWORD>(shouted.size()));
    for (const std::wstring& name : {test.pipe, shouted}) {
        syelog::Daemon second({.pipe = name});
        EXPECT_THROW(second.start(), syelog::AlreadyRunning);
    }
    expect_still_serving(test);
}

TEST(OneDaemon, MayFollowOneThatHasStopped) {
    TestDaemon test;
    w32::Event asked(w32::Reset::manual, syelog::stop_event_name(test.pipe).c_str());
    asked.set();
    test.daemon.stop();
    syelog::Daemon next({.pipe = test.pipe, .output = [](std::string_view text) {
                             return w32::IoResult{static_cast<DWORD>(text.size()), 0};
                         }});
    next.start();
    EXPECT_FALSE(w32::signaled_now(next.stop_event())) << "that was meant for the one before";
    auto client = test.client();
    client.write(packed("to the next"));
    next.stop();
    EXPECT_EQ(next.statistics().records, 1u);
}
