// writer_test.cpp - the queue and the one thread behind it, with outputs that a script plays.
#include "chapters/11-syelog/daemon/writer.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"

#include <gtest/gtest.h>

#include <vector>

using namespace std::chrono_literals;
using syelog::Writer;
using w32::IoResult;

namespace {

IoResult all(std::string_view text) { return {static_cast<DWORD>(text.size()), ERROR_SUCCESS}; }

}  // namespace

TEST(Writer, WritesWhatWasQueuedBeforeTheEnd) {
    std::string log;
    Writer writer([&](std::string_view text) {
        log.append(text);
        return all(text);
    });
    for (int i = 0; i < 1000; ++i) writer.push("line\n");
    writer.finish();
    EXPECT_EQ(log.size(), 5000u);
    EXPECT_EQ(writer.loss().lines, 0u);
}

TEST(Writer, CollectsLinesWhileTheDiskIsBusy) {
    WB_CLAIM("N11-17", "Lines that come while the disk is busy are written by one call.");
    w32::Semaphore busy(0, 10);
    w32::Event open(w32::Reset::manual);
    std::vector<std::string> writes;
    Writer writer([&](std::string_view text) {
        busy.release();
        open.wait();
        writes.emplace_back(text);
        return all(text);
    });
    writer.push("first\n");
    busy.acquire();
    writer.push("second\n");
    writer.push("third\n");
    open.set();
    writer.finish();
    EXPECT_EQ(writes, (std::vector<std::string>{"first\n", "second\nthird\n"}));
}

TEST(Writer, MakesItsCallersWaitWhenTheQueueIsFull) {
    WB_CLAIM("N11-18", "Who logs waits while the writer's queue is full.");
    w32::Semaphore busy(0, 10);
    w32::Event open(w32::Reset::manual);
    std::string log;
    Writer writer(
        [&](std::string_view text) {
            busy.release();
            open.wait();
            log.append(text);
            return all(text);
        },
        10);
    writer.push("in the writer's hands\n");
    busy.acquire();
    writer.push("in the queue, which is full now\n");
    w32::Event done(w32::Reset::manual);
    w32::Thread worker([&] {
        writer.push("waits\n");
        done.set();
    });
    EXPECT_FALSE(done.wait_for(50ms)) << "the queue has no limit";
    open.set();
    worker.join();
    writer.finish();
    EXPECT_EQ(log, "in the writer's hands\nin the queue, which is full now\nwaits\n");
}

TEST(Writer, GoesOnAfterAPartWasWritten) {
    std::string log;
    Writer writer([&](std::string_view text) -> IoResult {
        log.append(text.substr(0, 3));
        return {static_cast<DWORD>(std::min<std::size_t>(3, text.size())), ERROR_SUCCESS};
    });
    writer.push("one\ntwo\n");
    writer.finish();
    EXPECT_EQ(log, "one\ntwo\n");
    EXPECT_EQ(writer.loss().lines, 0u);
}

TEST(Writer, CountsWhatAFullDiskRefusesAndStartsANewLineAfterwards) {
    WB_CLAIM("N11-19", "After a full disk the log goes on with a new line; the loss is counted.");
    w32::Semaphore tried(0, 100);
    bool full = true;  // the writer's thread reads it only in the output, between our handshakes
    std::string log;
    Writer writer([&](std::string_view text) -> IoResult {
        if (full && text != "\n") {
            full = false;
            log.append(text.substr(0, 6));
            tried.release();
            return {6, ERROR_DISK_FULL};
        }
        log.append(text);
        return all(text);
    });
    writer.push("one\ntwo\nthree\n");  // six bytes find room: "one" and the head of "two"
    tried.acquire();
    writer.push("four\n");
    writer.finish();
    EXPECT_EQ(log, "one\ntw\nfour\n");
    EXPECT_EQ(writer.loss().lines, 2u) << "\"two\" in part, \"three\" altogether";
    EXPECT_EQ(writer.loss().first_error, DWORD{ERROR_DISK_FULL});
}

TEST(Writer, CountsAnOutputThatTakesNothingAndSaysNothing) {
    Writer writer([](std::string_view) { return IoResult{0, ERROR_SUCCESS}; });
    writer.push("a\nb\n");
    writer.finish();
    EXPECT_EQ(writer.loss().lines, 2u);
}
