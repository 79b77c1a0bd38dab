// client_test.cpp - the client library against scripted servers and the real daemon.
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/tests/client_peer.hpp"
#include "common/testing/claim.hpp"

#include <gtest/gtest.h>

using namespace syelog_tests;
using syelog::Client;
using syelog::Severity;
using workbook::PipePeer;
using workbook::PipeScript;

TEST(Client, SaysInOneSentenceThatThereIsNoDaemon) {
    try {
        const Client client({.pipe = LR"(\\.\pipe\workbook.syelog.nobody)"});
        FAIL() << "it connected to nothing";
    } catch (const syelog::NoDaemon& nobody) {
        const std::string text = nobody.what();
        EXPECT_EQ(text.find(R"(No syelog daemon answers on \\.\pipe\workbook.syelog.nobody ()"), 0u)
            << text;
    }
}

TEST(Client, SendsManyRecordsInOneWrite) {
    WB_CLAIM("N11-24", "Many records are sent by one write.");
    const std::wstring pipe = unique_pipe();
    PipePeer daemon = server(pipe);
    Client client({.pipe = pipe, .batch_age = kNever});
    daemon.accept();
    for (int i = 0; i < 100; ++i) client.write(Severity::notice, "record");
    EXPECT_TRUE(client.flush());
    EXPECT_EQ(records_in(daemon.read(64 * 1024)), 100);
    EXPECT_EQ(client.acknowledged(), 100u);
}

TEST(Client, SendsAFullBatchWithoutBeingAsked) {
    const std::wstring pipe = unique_pipe();
    PipePeer daemon = server(pipe);
    Client client({.pipe = pipe, .batch_age = kNever});
    daemon.accept();
    for (int i = 0; i < 9; ++i) client.write(Severity::notice, std::string(4000, 'x'));
    const std::string batch = daemon.read(64 * 1024);
    EXPECT_EQ(records_in(batch), 8) << "eight fit into 32 KiB, the ninth begins the next batch";
    EXPECT_LE(batch.size(), syelog::kMaxBatchBytes);
}

TEST(Client, SendsAtOnceWhatSaysErrorOrWorse) {
    WB_CLAIM("N11-44",
             "A record that says error or worse is sent at once, with what was there before it.");
    const std::wstring pipe = unique_pipe();
    PipePeer daemon = server(pipe);
    Client client({.pipe = pipe, .batch_age = kNever});
    daemon.accept();
    for (const Severity severity :
         {Severity::error, Severity::critical, Severity::alert, Severity::fatal}) {
        client.write(Severity::warning, "before");
        client.write(severity, "nobody flushes, and no batch becomes old");
        const auto read = unpacked(daemon.read(64 * 1024));
        ASSERT_EQ(read.size(), 2u) << "what was there goes with it, in order";
        EXPECT_EQ(read[0].severity, Severity::warning);
        EXPECT_EQ(read[1].severity, severity);
    }
}

TEST(Client, SendsEachRecordAloneIfAsked) {
    const std::wstring pipe = unique_pipe();
    PipePeer daemon = server(pipe);
    Client client({.pipe = pipe, .batch_age = kNever, .one_record_per_write = true});
    daemon.accept();
    for (int i = 1; i <= 50; ++i) client.print(Severity::notice, i);
    for (int i = 1; i <= 50; ++i) {
        const auto read = unpacked(daemon.read(64 * 1024));
        ASSERT_EQ(read.size(), 1u);
        EXPECT_EQ(read[0].text, std::to_string(i));
    }
    EXPECT_TRUE(client.flush());
    EXPECT_EQ(client.acknowledged(), 50u);
}

#if defined(__cpp_lib_format)
TEST(Client, FormatsAsTheStandardLibraryDoes) {
    const std::wstring pipe = unique_pipe();
    PipePeer daemon = server(pipe);
    Client client({.pipe = pipe});
    daemon.accept();
    client.format(Severity::error, "disk {} is {:.1f} % full", 3, 99.55);
    EXPECT_EQ(read_texts(daemon, 1)[0], std::format("disk {} is {:.1f} % full", 3, 99.55));
}
#endif

TEST(Client, NeedsNoDaemonYetIfItMayConnectLater) {
    WB_CLAIM("N11-45", "A client may be there before its daemon.");
    const std::wstring pipe = unique_pipe();
    Client client({.pipe = pipe, .connect_later = true});
    client.write(Severity::notice, "before");
    PipePeer daemon = server(pipe);
    client.write(Severity::notice, "after");
    daemon.accept();
    EXPECT_EQ(read_texts(daemon, 2), (std::vector<std::string>{"before", "after"}));
}

TEST(Client, SendsABatchThatHasBecomeOld) {
    const std::wstring pipe = unique_pipe();
    PipePeer daemon = server(pipe);
    Client client({.pipe = pipe});
    daemon.accept();
    client.write(Severity::notice, "nobody flushes");
    EXPECT_EQ(records_in(daemon.read(64 * 1024)), 1);
}

TEST(Client, WakesUpForARecordThatComesAfterASilence) {
    const std::wstring pipe = unique_pipe();
    PipePeer daemon = server(pipe);
    Client client({.pipe = pipe, .batch_age = 0ms});
    daemon.accept();
    for (int i = 1; i <= 20; ++i) {
        client.print(Severity::notice, i);
        EXPECT_EQ(read_texts(daemon, 1), numbers(i, i));
    }
}

TEST(Client, SendsWhatIsLeftWhenItIsDestroyed) {
    const std::wstring pipe = unique_pipe();
    PipePeer daemon = server(pipe);
    {
        Client client({.pipe = pipe, .batch_age = kNever});
        daemon.accept();
        client.write(Severity::notice, "last words");
    }
    EXPECT_EQ(records_in(daemon.read(64 * 1024)), 1);
}

TEST(Client, ConnectsAgainWhenItsDaemonHasGone) {
    const std::wstring pipe = unique_pipe();
    PipePeer first = server(pipe);
    Client client({.pipe = pipe, .batch_age = kNever});
    first.accept();
    client.write(Severity::notice, "one");
    ASSERT_TRUE(client.flush());
    EXPECT_EQ(records_in(first.read(64 * 1024)), 1);
    PipePeer second = server(pipe);
    first.leave();
    client.write(Severity::notice, "two");
    EXPECT_TRUE(client.flush());
    second.accept();
    EXPECT_EQ(records_in(second.read(64 * 1024)), 1) << "the first record must not come again";
}

TEST(Client, SendsABatchAgainThatTheDaemonHasNotTaken) {
    WB_CLAIM("N11-25", "A write that has failed was not read in part: it is made again.");
    const std::wstring pipe = unique_pipe();
    PipePeer first = server(pipe, 4096);
    Client client({.pipe = pipe, .batch_age = kNever});
    first.accept();
    // More than the quota: the write stays pending, because this daemon reads nothing.
    for (int i = 0; i < 3; ++i) client.write(Severity::notice, std::string(4000, 'x'));
    PipePeer second = server(pipe);
    PipeScript script;
    bool taken = false;
    script.then([&] { taken = client.flush(); });
    script.begin_step();
    EXPECT_EQ(client.acknowledged(), 0u) << "and asking does not wait for the pipe";
    first.leave();
    second.accept();
    EXPECT_EQ(records_in(second.read(64 * 1024)), 3);
    script.end_step();
    EXPECT_TRUE(taken);
    EXPECT_EQ(client.acknowledged(), 3u);
}

TEST(Client, CountsWhatNobodyTakes) {
    const std::wstring pipe = unique_pipe();
    PipePeer daemon = server(pipe);
    Client client({.pipe = pipe, .batch_age = kNever});
    daemon.accept();
    daemon.leave();
    client.write(Severity::notice, "one");
    client.write(Severity::notice, "two");
    EXPECT_FALSE(client.flush(50ms));
    EXPECT_EQ(client.acknowledged(), 0u);
    EXPECT_EQ(client.lost(), 0u) << "a daemon may come yet";
    EXPECT_FALSE(client.close(0ms));
    EXPECT_EQ(client.lost(), 2u);
}

TEST(Client, GoesOnWithADaemonThatWasStartedAnew) {
    TestDaemon first;
    Client client({.pipe = first.pipe, .batch_age = kNever});
    for (int i = 1; i <= 50; ++i)
        client.write(Severity::notice, "client 1 record " + std::to_string(i));
    ASSERT_TRUE(client.flush());
    first.daemon.stop();
    std::string log = first.log;
    syelog::Daemon second({.pipe = first.pipe, .output = [&](std::string_view text) {
                               log.append(text);
                               return w32::IoResult{static_cast<DWORD>(text.size()), 0};
                           }});
    second.start();
    for (int i = 51; i <= 100; ++i)
        client.write(Severity::notice, "client 1 record " + std::to_string(i));
    EXPECT_TRUE(client.flush());
    second.stop();
    syelog::Census census;
    census.count(log);
    EXPECT_EQ(census.lost(1, 100), 0u);
    EXPECT_EQ(census.duplicated, 0u);
    EXPECT_EQ(census.out_of_order, 0u);
}

TEST(Client, MayBeUsedByManyThreads) {
    TestDaemon test;
    {
        Client client({.pipe = test.pipe});
        std::vector<w32::Thread> threads;
        for (int id = 1; id <= 4; ++id)
            threads.emplace_back([&, id] {
                const std::string who = "client " + std::to_string(id) + " record ";
                for (int i = 1; i <= 500; ++i)
                    client.write(Severity::notice, who + std::to_string(i));
            });
        threads.clear();
        EXPECT_TRUE(client.flush());
    }
    test.daemon.stop();
    EXPECT_EQ(test.census().records, 2000u);
    EXPECT_EQ(test.census().out_of_order, 0u);
}
