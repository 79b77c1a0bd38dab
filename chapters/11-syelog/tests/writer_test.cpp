// writer_test.cpp - the queue and the one thread behind it, with outputs that a script plays.
#include "chapters/11-syelog/daemon/writer.hpp"
#include "chapters/11-syelog/tests/waiting.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

using namespace std::chrono_literals;
using syelog::Writer;
using syelog_tests::until_waiting;
using w32::IoResult;

namespace {

IoResult all(std::string_view text) { return {static_cast<DWORD>(text.size()), ERROR_SUCCESS}; }

/// An output with room for so many bytes, and a record of what the writer says.
class FullDisk {
public:
    explicit FullDisk(std::size_t room) : room_(room) {}

    syelog::WriterOptions options() {
        return {.output = [this](std::string_view text) { return write(text); },
                .retry = 1ms,
                .say = [this](const std::string& sentence) { hear(sentence); },
                .gap_line =
                    [](const std::string& sentence) {
                        return '[' + sentence.substr(sentence.rfind(": ") + 2) + "]\n";
                    }};
    }

    void make_room(std::size_t bytes) {
        const w32::Guard hold(lock_);
        room_ = bytes;
    }
    /// Blocks until the writer knows that it is refused.
    void until_refused() { until_said("The log cannot be written: "); }
    /// Blocks until the writer has said a sentence with this in it.
    void until_said(std::string_view part) {
        const w32::Guard hold(lock_);
        while (said_.find(part) == said_.npos) changed_.wait(lock_);
    }
    /// After the writer's end.
    const std::string& log() const { return log_; }

private:
    IoResult write(std::string_view text) {
        const w32::Guard hold(lock_);
        const std::size_t bytes = std::min(text.size(), room_);
        log_.append(text.substr(0, bytes));
        room_ -= bytes;
        const bool full = bytes < text.size();
        return {static_cast<DWORD>(bytes), full ? DWORD{ERROR_DISK_FULL} : DWORD{ERROR_SUCCESS}};
    }
    void hear(const std::string& sentence) {
        const w32::Guard hold(lock_);
        said_ += sentence + '\n';
        changed_.notify_all();
    }

    w32::SrwLock lock_;
    w32::ConditionVariable changed_;
    std::size_t room_;
    std::string said_;
    std::string log_;
};

}  // namespace

TEST(Writer, WritesWhatWasQueuedBeforeTheEnd) {
    std::string log;
    Writer writer({.output = [&](std::string_view text) {
        log.append(text);
        return all(text);
    }});
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
    Writer writer({.output = [&](std::string_view text) {
        busy.release();
        open.wait();
        writes.emplace_back(text);
        return all(text);
    }});
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
    Writer writer({.output =
                       [&](std::string_view text) {
                           busy.release();
                           open.wait();
                           log.append(text);
                           return all(text);
                       },
                   .queue_bytes = 10});
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
    Writer writer({.output = [&](std::string_view text) -> IoResult {
        log.append(text.substr(0, 3));
        return {static_cast<DWORD>(std::min<std::size_t>(3, text.size())), ERROR_SUCCESS};
    }});
    writer.push("one\ntwo\n");
    writer.finish();
    EXPECT_EQ(log, "one\ntwo\n");
    EXPECT_EQ(writer.loss().lines, 0u);
}

TEST(Writer, ContinuesInMidLineWhatAFullDiskHasRefused) {
    WB_CLAIM("N11-19",
             "A line of which a full disk took a part is continued there, when it can be.");
    FullDisk disk(6);
    Writer writer(disk.options());
    writer.push("one\ntwo\nthree\n", 3);  // six bytes find room: "one" and the head of "two"
    disk.until_refused();
    writer.push("four\n");
    disk.make_room(1000);
    writer.finish();
    EXPECT_EQ(disk.log(), "one\ntwo\nthree\nfour\n[nothing is lost.]\n");
    EXPECT_EQ(writer.loss().lines, 0u);
    EXPECT_EQ(writer.written().lines, 5u);
}

TEST(Writer, KeepsLinesUpToABoundWhileTheOutputRefuses) {
    WB_CLAIM("N11-26", "While the log cannot be written, lines are kept up to a bound.");
    FullDisk disk(0);
    auto options = disk.options();
    options.held_bytes = 10;
    Writer writer(std::move(options));
    writer.push("kept 1\n");
    disk.until_refused();  // from now on it refuses
    writer.push("k2\n");
    writer.push("this is more than there is room for\n", 1);
    writer.push("and so are these two\nlines\n", 2);
    disk.make_room(1000);
    disk.until_said("The log could not be written for ");
    writer.push("later\n");
    writer.finish();
    EXPECT_EQ(disk.log(), "kept 1\nk2\n[3 lines are lost.]\nlater\n");
    EXPECT_EQ(writer.loss().lines, 3u);
    EXPECT_EQ(writer.loss().first_error, DWORD{ERROR_DISK_FULL});
}

TEST(Writer, LetsNobodyWaitForAnOutputThatRefuses) {
    WB_CLAIM("N11-27", "A log that cannot be written makes nobody wait.");
    FullDisk disk(0);
    auto options = disk.options();
    options.queue_bytes = 1;
    Writer writer(std::move(options));
    writer.push("first\n");
    disk.until_refused();
    for (int i = 0; i < 100; ++i) writer.push("more than the queue takes\n");
    disk.make_room(10'000);
    writer.finish();
    EXPECT_EQ(writer.loss().lines, 0u);
    EXPECT_EQ(writer.written().lines, 102u) << "with the line about the gap";
}

TEST(Writer, WakesWhoWaitsForRoomWhenTheOutputBeginsToRefuse) {
    w32::Semaphore busy(0, 10);
    w32::Event open(w32::Reset::manual);
    Writer writer({.output =
                       [&](std::string_view) {
                           busy.release();
                           open.wait();
                           return IoResult{0, ERROR_DISK_FULL};
                       },
                   .queue_bytes = 1});
    writer.push("in the writer's hands\n");
    busy.acquire();
    writer.push("fills the queue\n");
    w32::Thread worker("pusher", [&] { writer.push("waits for room\n"); });
    until_waiting("pusher", "condition variable");
    open.set();
    worker.join();  // else it would wait for as long as the disk is full
    writer.finish();
    EXPECT_EQ(writer.loss().lines, 3u);
}

TEST(Writer, TriesOnceMoreAtItsEndAndCountsWhatIsLostThen) {
    FullDisk disk(6);
    Writer writer(disk.options());
    writer.push("one\ntwo\nthree\n", 3);
    disk.until_refused();
    writer.push("four\n");
    writer.finish();
    EXPECT_EQ(disk.log(), "one\ntw");
    EXPECT_EQ(writer.loss().lines, 3u) << "\"two\" in part, \"three\" and \"four\" altogether";
    EXPECT_EQ(writer.loss().first_error, DWORD{ERROR_DISK_FULL});
}

TEST(Writer, GluesNothingToALineThatWasCut) {
    std::string log;
    w32::Event refused(w32::Reset::manual);
    Writer writer({.output = [&](std::string_view text) -> IoResult {
                       if (text == "e\n") return {0, ERROR_DISK_FULL};  // "on" found room
                       const auto bytes = text == "one\n" ? 2 : text.size();
                       log.append(text.substr(0, bytes));
                       return {static_cast<DWORD>(bytes), ERROR_SUCCESS};
                   },
                   .say = [&](const std::string&) { refused.set(); }});
    writer.push("one\n");
    refused.wait();
    writer.push("two\n");
    writer.finish();
    EXPECT_EQ(log, "on\ntwo\n");
}

TEST(Writer, SaysWhatHappensAndWhenItIsOver) {
    FullDisk disk(0);
    Writer writer(disk.options());
    writer.push("x\n");
    disk.until_said("The log cannot be written: ");
    disk.make_room(100);
    disk.until_said("nothing is lost.");
    writer.finish();
}

TEST(Writer, LetsEachBufferBeEditedOnce) {
    std::string log;
    Writer writer({.output = [&](std::string_view text) -> IoResult {
                       log.append(text.substr(0, 2));  // in several parts
                       return {2, ERROR_SUCCESS};
                   },
                   .edit = [](std::string& lines) { lines.insert(0, "<>"); }});
    writer.push("line 1\n");
    writer.finish();
    EXPECT_EQ(log, "<>line 1\n");
}

TEST(Writer, CountsAnOutputThatTakesNothingAndSaysNothing) {
    Writer writer({.output = [](std::string_view) { return IoResult{0, ERROR_SUCCESS}; }});
    writer.push("a\nb\n");
    writer.finish();
    EXPECT_EQ(writer.loss().lines, 2u);
}
