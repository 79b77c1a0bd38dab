// client_explored_test.cpp - the client's own code under the explorer: writers, sender and close.
// Built as a program of its own (chapter_11_client_explored). The test plays the daemon.
//
// In hours, more of it:
//     WORKBOOK_INTERRUPTIONS=2 WORKBOOK_MINUTES=600 chapter_11_client_explored
// Topics: S04
#include "chapters/11-syelog/client/client.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/wanted.hpp"

#include <algorithm>
#include <string>

namespace {

using syelog::Client;
using syelog::Severity;

constexpr const wchar_t* kPipe = LR"(\\.\pipe\explored)";

const int interruptions = workbook::wanted("WORKBOOK_INTERRUPTIONS", -1);  // -1: not asked for
const std::chrono::minutes minutes(workbook::wanted("WORKBOOK_MINUTES", 1));

syelog::ClientOptions options() {
    return {.pipe = kPipe,
            .batch_age = std::chrono::hours(1),
            .queue_bytes = 0,
            .instead_of_waiting = [](auto) {}};
}

/// It reads when the test says so.
class Daemon {
public:
    Daemon()
        : pipe_(kPipe, {.read_mode = w32::PipeType::byte, .access = w32::PipeAccess::inbound}) {}

    /// The texts of the next records, each of one letter.
    std::string letters(std::size_t count) {
        constexpr std::size_t kBytes = syelog::kHeaderBytes + 1 + syelog::kTail.size();
        std::string letters;
        while (letters.size() < count) {
            const auto read = w32::read_within(
                pipe_.get(), std::as_writable_bytes(std::span(buffer_)), w32::forever);
            if (!read->ok()) break;  // the client has left
            for (std::size_t at = 0; at < read->bytes; at += kBytes)
                letters += buffer_[at + syelog::kHeaderBytes];
        }
        return letters;
    }

private:
    w32::PipeServer pipe_;
    char buffer_[1024];
};

}  // namespace

#define WB_INTERRUPTED(times)                                                            \
    .search = explore::Search::bounded, .preemptions = std::max(interruptions, (times)), \
    .time = minutes, .early_time_outs = 0, .spurious_wake_ups = 0

EXPLORE_TEST(ClientExplored, SendsWhatSaysErrorWithoutBeingAsked, WB_INTERRUPTED(3)) {
    Daemon daemon;
    Client client(options());
    client.write(Severity::error, "a");
    EXPECT_EQ(daemon.letters(1), "a");
}

EXPLORE_TEST(ClientExplored, SendsWhatWasWrittenBeforeItIsClosed, WB_INTERRUPTED(3)) {
    Daemon daemon;
    Client client(options());
    client.write(Severity::notice, "a");
    client.write(Severity::notice, "b");
    EXPECT_TRUE(client.close(w32::forever));
    EXPECT_EQ(daemon.letters(2), "ab");
    EXPECT_EQ(client.acknowledged(), 2u);
}

EXPLORE_TEST(ClientExplored, FlushesTheRecordsOfTwoThreads, WB_INTERRUPTED(1)) {
    Daemon daemon;
    Client client(options());
    w32::Thread other("other", [&] {
        client.write(Severity::notice, "a");
        client.write(Severity::notice, "b");
        EXPECT_TRUE(client.flush());
    });
    client.write(Severity::error, "c");
    EXPECT_TRUE(client.flush());
    other.join();
    const std::string letters = daemon.letters(3);
    EXPECT_LT(letters.find('a'), letters.find('b'));
    EXPECT_NE(letters.find('c'), std::string::npos);
}

// close() gives the write up, and the daemon reads: whoever is first, both must say the same.
EXPLORE_TEST(ClientExplored, KnowsWhetherTheLastRecordWasTaken, WB_INTERRUPTED(2)) {
    w32::PipeServer daemon(
        kPipe,
        {.read_mode = w32::PipeType::byte, .access = w32::PipeAccess::inbound, .quota = 4096});
    Client client(options());
    std::size_t read = 0;
    w32::Thread reader("reader", [&] {
        std::vector<std::byte> buffer(2 * syelog::kMaxRecordBytes);
        const auto done = w32::read_within(daemon.get(), buffer, w32::forever);
        read = done->ok() ? done->bytes : 0;
    });
    // More than the pipe's quota: the write is pending until it is read.
    client.write(Severity::error, std::string(syelog::kMaxTextBytes, 'x'));
    const bool taken = client.close(std::chrono::milliseconds{0});
    reader.join();
    EXPECT_EQ(read, taken ? syelog::kMaxRecordBytes : 0u);
    EXPECT_EQ(client.acknowledged(), taken ? 1u : 0u);
    EXPECT_EQ(client.lost(), taken ? 0u : 1u);
}
