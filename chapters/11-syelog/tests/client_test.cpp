// client_test.cpp - the client library against scripted servers and the real daemon.
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "common/testing/claim.hpp"

#include <gtest/gtest.h>

using namespace syelog_tests;
using syelog::Client;
using syelog::Severity;
using workbook::PipePeer;
using workbook::PipeScript;

namespace {

constexpr auto kNever = std::chrono::hours(1);  // batches that are too young to be sent

// Message mode: a read shows exactly what one write of the client was.
PipePeer server(const std::wstring& pipe, DWORD quota = 64 * 1024) {
    return PipePeer::server(pipe, {.access = w32::PipeAccess::inbound, .quota = quota});
}

int records_in(const std::string& bytes) {
    auto decoder = std::make_unique<syelog::Decoder>();
    const auto space = decoder->space();
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(space.data()));
    decoder->arrived(bytes.size());
    syelog::Record record;
    int count = 0;
    while (decoder->next(record) == syelog::Decoder::Next::record) ++count;
    return decoder->pending_bytes() == 0 ? count : -1;  // a batch is made of whole records
}

}  // namespace

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
    for (int i = 0; i < 5; ++i) client.write(Severity::notice, std::string(4000, 'x'));
    const std::string batch = daemon.read(64 * 1024);
    EXPECT_EQ(records_in(batch), 4) << "four fit into 16 KiB, the fifth begins the next batch";
    EXPECT_LE(batch.size(), syelog::kMaxBatchBytes);
}

TEST(Client, SendsABatchThatHasBecomeOld) {
    const std::wstring pipe = unique_pipe();
    PipePeer daemon = server(pipe);
    Client client({.pipe = pipe});
    daemon.accept();
    client.write(Severity::notice, "nobody flushes");
    EXPECT_EQ(records_in(daemon.read(64 * 1024)), 1);
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

TEST(Client, ConnectsAgainOnceWhenItsDaemonHasGone) {
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
    EXPECT_FALSE(client.flush());
    EXPECT_EQ(client.lost(), 2u);
    EXPECT_EQ(client.acknowledged(), 0u);
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
