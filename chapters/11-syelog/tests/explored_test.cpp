// explored_test.cpp - the daemon's own code under the explorer: workers, writer and stop. Built as
// a program of its own (chapter_11_explored).
//
// One client is explored in all schedules that interrupt no thread where it could go on; of two
// clients with two workers, which are too many for seconds, a sample is run. In hours, more of it:
//     WORKBOOK_INTERRUPTIONS=2 WORKBOOK_MINUTES=600 chapter_11_explored
// Topics: S08 M15 M20
#include "chapters/11-syelog/daemon/daemon.hpp"
#include "chapters/11-syelog/protocol/census.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/wanted.hpp"

#include <algorithm>
#include <string>

namespace {

constexpr const wchar_t* kPipe = LR"(\\.\pipe\explored)";

std::string log;  // the explorer restores it before each execution

w32::IoResult keep(std::string_view text) {
    log.append(text);
    return {static_cast<DWORD>(text.size()), ERROR_SUCCESS};
}

std::string numbered(int client, int record) {
    const std::string text =
        "client " + std::to_string(client) + " record " + std::to_string(record);
    return syelog::encode({.text = text});
}

/// A client that writes its records, one by one, and stays until it is destroyed.
class Client {
public:
    explicit Client(int number) : number_(number) {
        pipe_ = w32::own_file(
            ::CreateFileW(kPipe, GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr),
            "CreateFileW");
    }
    void write() {
        const std::string bytes = numbered(number_, ++written_);
        DWORD count = 0;
        w32::check(::WriteFile(pipe_.get(), bytes.data(), static_cast<DWORD>(bytes.size()), &count,
                               nullptr),
                   "WriteFile");
    }
    void leave() { pipe_.reset(); }

private:
    int number_;
    int written_ = 0;
    w32::Handle pipe_;
};

syelog::DaemonOptions options(unsigned workers) {
    // One instance at a time and no rest between reads: less to interleave. Who a client is would
    // be asked of the real system.
    return {.pipe = kPipe,
            .output = &keep,
            .workers = workers,
            .listeners = 1,
            .coalescing = {},
            .identify = [](DWORD id) {
                return syelog::Peer{id, {}, {}};
            }};
}

const int interruptions = workbook::wanted("WORKBOOK_INTERRUPTIONS", -1);  // -1: not asked for
const std::chrono::minutes minutes(workbook::wanted("WORKBOOK_MINUTES", 1));

void expect_records(unsigned client, unsigned count) {
    syelog::Census census;
    census.count(log);
    EXPECT_EQ(census.lost(client, count), 0u) << log;
    EXPECT_EQ(census.duplicated, 0u) << log;
    EXPECT_EQ(census.out_of_order, 0u) << log;
}

}  // namespace

#define WB_INTERRUPTED(times)                                                            \
    .search = explore::Search::bounded, .preemptions = std::max(interruptions, (times)), \
    .time = minutes, .early_time_outs = 0, .spurious_wake_ups = 0

EXPLORE_TEST(DaemonExplored, StopsWhenNobodyIsThere, WB_INTERRUPTED(2)) {
    syelog::Daemon daemon(options(1));
    daemon.start();
    daemon.stop();
}

EXPLORE_TEST(DaemonExplored, LogsWhatWasWrittenBeforeTheStop, WB_INTERRUPTED(0)) {
    syelog::Daemon daemon(options(1));
    daemon.start();
    Client client(1);
    client.write();
    daemon.stop();
    expect_records(1, 1);
}

EXPLORE_TEST(DaemonExplored, LogsWhatAClientHasWrittenThatLeaves, WB_INTERRUPTED(0)) {
    syelog::Daemon daemon(options(1));
    daemon.start();
    Client client(1);
    client.write();
    client.leave();
    daemon.stop();
    expect_records(1, 1);
}

EXPLORE_TEST(DaemonExplored, TwoClientsAndTwoWorkers,
             .search = interruptions < 0 ? explore::Search::random : explore::Search::bounded,
             .preemptions = std::max(interruptions, 0),
             .executions = interruptions < 0 ? 200u : 1'000'000'000u, .time = minutes,
             .early_time_outs = 0, .spurious_wake_ups = 0) {
    syelog::Daemon daemon(options(2));
    daemon.start();
    {
        Client first(1);
        // Then the next instance is up.
        (void)daemon.wait_until([](const syelog::Statistics& now) { return now.clients == 1; },
                                w32::forever);
        w32::Thread other("client 2", [] {
            Client second(2);
            second.write();
            second.write();
        });
        first.write();
        other.join();
        first.write();
    }
    daemon.stop();
    expect_records(1, 2);
    expect_records(2, 2);
}
