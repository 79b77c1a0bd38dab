// forward_test.cpp - the forwarder and a collector that behaves in each way that it can.
#include "chapters/11-syelog/tests/forward_collector.hpp"
#include "common/testing/claim.hpp"

#include <set>
#include <stdexcept>

using namespace forward_tests;

// --- one segment, one connection ------------------------------------------------------------

TEST(Forward, SendsRfc5424WithItsLengthInFront) {
    WB_CLAIM("N11-57", "A record goes out as its length, a blank, and a message of RFC 5424.");
    Rig rig(Rig::quick());
    rig.log("hello");
    const std::string frame = rig.collector.accept().receive_to_end();
    const std::size_t blank = frame.find(' ');
    EXPECT_EQ(frame.substr(0, blank), std::to_string(frame.size() - blank - 1));
    EXPECT_NE(frame.find(" app.exe 280 - [meta sequenceId=\"1\"][syelog@32473 "), frame.npos)
        << frame;
    EXPECT_NE(frame.find(" user=\"PC\\\\me\"] hello"), frame.npos) << frame;
}

TEST(Forward, SendsAnEventAtOnceThoughItsSegmentGoesOn) {
    Rig rig(Rig::calm());
    Accepted first = rig.collector.accept();
    for (int i = 1; i <= 3; ++i) {
        rig.log(i, i);
        const auto heard = messages(first.receive_some(4096));
        ASSERT_EQ(heard.size(), 1u);
        EXPECT_EQ(heard[0].second, "text " + std::to_string(i));
    }
}

TEST(Forward, ConfirmsWhatTheCollectorHasReadToTheEndAndNotBefore) {
    WB_CLAIM("N11-58", "A segment is read when the collector ends its side after our half-close.");
    auto options = Rig::quick();
    options.settle = 1ms;
    Rig rig(options);
    rig.log("one");
    Accepted first = rig.collector.accept();
    EXPECT_EQ(messages(first.receive_to_end()).size(), 1u);
    // All is sent and half-closed; the collector has not ended its side.
    EXPECT_EQ(rig.forwarder->statistics().confirmed, 0u);
    EXPECT_GT(rig.forwarder->statistics().spooled_bytes, 0u);
    first.end();
    EXPECT_TRUE(rig.wait_until([](const auto& now) { return now.spooled_bytes == 0; }));
    EXPECT_EQ(rig.forwarder->statistics().confirmed, 1u);
    EXPECT_EQ(rig.forwarder->statistics().resent_segments, 0u);
    EXPECT_EQ(rig.segments(), 1u) << "only the one that is open remains";
}

TEST(Forward, SendsTheNextSegmentThroughAConnectionThatWasOpenBefore) {
    Rig rig(Rig::quick());
    rig.log("one");
    Accepted first = rig.collector.accept();
    (void)first.receive_to_end();
    Accepted second = rig.collector.accept();  // open, though there is nothing to send
    first.end();
    rig.log("two");
    EXPECT_EQ(messages(second.receive_to_end()), (Messages{{2, "two"}}));
}

TEST(Forward, DoesNotHalfCloseBeforeTheNextConnectionIsOpen) {
    Rig rig(Rig::quick());
    Accepted first = rig.collector.accept();
    ASSERT_TRUE(rig.wait_until([](const auto& now) { return now.connected; }));
    rig.gate.reset();  // the next ConnectEx ends, and nobody is told
    rig.log("one");
    EXPECT_EQ(messages(first.receive_some(4096)), (Messages{{1, "one"}}));
    EXPECT_TRUE(first.is_silent()) << "who would tell whether the collector has outlived it?";
    rig.gate.set();
    EXPECT_EQ(first.receive_to_end(), "");
}

TEST(Forward, IsSureOfASegmentWhenTheNextConnectionHasOutlivedIt) {
    Rig rig(Rig::quick());  // settle: never
    rig.log("one");
    Accepted first = rig.collector.accept();
    (void)first.receive_to_end();
    first.end();
    rig.log("two");
    Accepted second = rig.collector.accept();
    (void)second.receive_to_end();
    EXPECT_EQ(rig.forwarder->statistics().confirmed, 0u);
    second.end();
    EXPECT_TRUE(rig.wait_confirmed(1));
    EXPECT_EQ(rig.forwarder->statistics().confirmed, 1u) << "the second one is not sure yet";
}

TEST(Forward, EndsAConnectionWhenItsSegmentIsFull) {
    auto options = Rig::calm();
    options.segment_bytes = 1000;
    Rig rig(options);
    rig.log(1, 30);
    std::string all;
    for (int i = 0; i < 4; ++i) {
        const std::string segment = rig.collector.segment();
        EXPECT_LE(segment.size(), 1000u);
        all += segment;
    }
    const auto heard = messages(all);
    ASSERT_GE(heard.size(), 8u);
    for (std::size_t i = 0; i < heard.size(); ++i) EXPECT_EQ(heard[i].first, i + 1);
}

TEST(Forward, SendsALargeSegmentInPartsToASlowReader) {
    Rig rig(Rig::calm());
    const std::string text(3000, 'x');
    for (int i = 0; i < 300; ++i) rig.log(text + std::to_string(i));
    Accepted first = rig.collector.accept();
    std::string all;
    for (std::size_t piece = 1; all.size() < 900'000; piece = piece * 5 % 1999 + 1)
        all += first.receive_some(piece * 50);
    // Cut off the frame at the end that has not come as a whole.
    all.resize(syelog::look_through(all).bytes);
    const auto heard = messages(all);
    ASSERT_GE(heard.size(), 270u);
    for (std::size_t i = 0; i < heard.size(); ++i)
        ASSERT_EQ(heard[i].second, text + std::to_string(i));
}

TEST(Forward, DoesNotCareWhatTheCollectorSays) {
    auto options = Rig::quick();
    options.settle = 1ms;
    Rig rig(options);
    Accepted first = rig.collector.accept();
    first.say("220 welcome");
    rig.log("one");
    (void)first.receive_to_end();
    first.say("thank you");
    first.end();
    EXPECT_TRUE(rig.wait_confirmed(1));
}

// --- no room --------------------------------------------------------------------------------

TEST(ForwardFull, DropsWhatIsNewAndTellsTheCollectorHowMany) {
    WB_CLAIM("N11-61", "A full spool drops what is new, and the collector is told how many.");
    auto options = Rig::quick();
    options.spool_bytes = 4000;
    options.settle = 1ms;
    Rig rig(options, Rig::Collector::away);
    rig.log(1, 100);
    ASSERT_TRUE(rig.wait_until([](const auto& now) { return now.dropped > 50; }));
    EXPECT_LE(rig.forwarder->statistics().spooled_bytes, 4000u);
    rig.collector.open();
    std::string all;
    while (all.find("were not forwarded") == all.npos && !HasFailure())
        all += rig.collector.segment();
    const auto heard = messages(all);
    for (std::size_t i = 0; i + 1 < heard.size(); ++i)
        EXPECT_EQ(heard[i].second, "text " + std::to_string(i + 1)) << "the newest are dropped";
    const std::uint64_t dropped = rig.forwarder->statistics().dropped;
    EXPECT_EQ(heard.size() - 1 + dropped, 100u);
    EXPECT_EQ(heard.back().second,
              std::to_string(dropped) + " events were not forwarded: there was no room.");
}

TEST(ForwardFull, KeepsEventsInMemoryWhileTheDiskIsFull) {
    std::atomic<bool> full{true};
    auto options = Rig::quick();
    options.write = [&](HANDLE file, std::uint64_t offset, std::string_view bytes) {
        if (full) return w32::IoResult{0, ERROR_DISK_FULL};
        return syelog::write_at(file, offset, bytes);
    };
    Rig rig(options);
    rig.log(1, 5);
    ASSERT_TRUE(rig.wait_until([](const auto& now) {
        return now.last_error.starts_with("The spool cannot be written: ");
    }));
    full = false;
    std::string all;
    while (messages(all).size() < 5) all += rig.collector.segment();
    EXPECT_EQ(messages(all).back().second, "text 5");
    EXPECT_EQ(rig.forwarder->statistics().dropped, 0u);
}

TEST(ForwardFull, CountsWhatADiskThatStaysFullHasCost) {
    auto options = Rig::quick();
    options.write = [](HANDLE, std::uint64_t, std::string_view) {
        return w32::IoResult{0, ERROR_DISK_FULL};
    };
    options.queue_bytes = 1000;
    Rig rig(options);
    rig.log(1, 100);
    rig.forwarder->stop();
    EXPECT_EQ(rig.forwarder->statistics().dropped, 100u);
    EXPECT_EQ(rig.forwarder->statistics().taken, 100u);
}

// --- restart and stop -----------------------------------------------------------------------

TEST(ForwardStop, LeavesInTheSpoolWhatTheNextDaemonSends) {
    WB_CLAIM("N11-62", "What the collector has not got is sent by the next daemon.");
    auto options = Rig::calm();
    Rig rig(options, Rig::Collector::away);
    rig.log(1, 2);
    rig.stop();
    rig.start(options);
    rig.log(3, 3);
    rig.stop();
    rig.collector.open();
    rig.start(Rig::quick());
    EXPECT_EQ(messages(rig.collector.segment()), (Messages{{1, "text 1"}, {2, "text 2"}}));
    EXPECT_EQ(messages(rig.collector.segment()), (Messages{{3, "text 3"}}));
}

TEST(ForwardStop, SendsAndConfirmsWhatIsThere) {
    auto options = Rig::calm();
    options.settle = 1ms;
    options.stop_limit = 5s;
    Rig rig(options);
    Accepted first = rig.collector.accept();
    ASSERT_TRUE(rig.wait_until([](const auto& now) { return now.connected; }));
    rig.log(1, 3);
    std::string heard;
    w32::Thread collector([&] {
        heard = first.receive_to_end();
        first.end();
    });
    rig.forwarder->stop();
    collector.join();
    EXPECT_EQ(messages(heard).size(), 3u);
    EXPECT_EQ(rig.forwarder->statistics().confirmed, 3u);
    EXPECT_EQ(rig.segments(), 1u);
}

TEST(ForwardStop, IsBoundedWhenTheCollectorTakesNothing) {
    auto options = Rig::calm();
    options.stop_limit = 50ms;
    Rig rig(options);
    Accepted first = rig.collector.accept();
    rig.log(1, 3);
    EXPECT_FALSE(first.receive_some(10).empty());
    const ULONGLONG start = ::GetTickCount64();
    rig.stop();
    EXPECT_LT(::GetTickCount64() - start, 4000u);
    rig.start(Rig::quick());
    EXPECT_EQ(messages(rig.collector.segment()).size(), 3u);
}

TEST(ForwardStop, WaitsForThePacketOfEachRequest) {
    Rig rig(Rig::calm());
    Accepted first = rig.collector.accept();
    rig.log(1, 1);
    (void)first.receive_some(1);
    Accepted second = rig.collector.accept();  // the spare one, too
    rig.gate.reset();
    w32::Event stopped(w32::Reset::manual);
    w32::Thread stopper([&] {
        rig.stop();
        stopped.set();
    });
    EXPECT_FALSE(stopped.wait_for(50ms)) << "packets will come for a forwarder that has gone";
    rig.gate.set();
    stopper.join();
    for (std::size_t i = 0; i < rig.workers.size(); ++i) rig.port.post(0, 0);
    rig.workers.clear();
    EXPECT_EQ(rig.port.get(20ms).how, w32::Dequeued::How::timed_out);
}

TEST(ForwardStop, DoesNotWaitForAConnectionThatIsNotThereYet) {
    auto options = Rig::calm();
    options.stop_limit = kNever;
    options.first_retry = kNever;
    Rig rig(options, Rig::Collector::away);
    rig.log(1, 1);
    rig.stop();
    EXPECT_EQ(rig.segments(), 2u) << "one with the event, and an empty one to count on";
}

TEST(ForwardStop, IgnoresWhatComesAfterIt) {
    Rig rig(Rig::calm());
    rig.forwarder->stop();
    rig.log(1, 1);
    EXPECT_EQ(rig.forwarder->statistics().taken, 0u);
}

TEST(ForwardStart, FailsWithNothingPendingIfItCannotHaveItsSpool) {
    Rig rig(Rig::calm());  // has the folder
    auto options = Rig::calm();
    options.collector = rig.collector.address();
    options.spool = rig.folder.path();
    syelog::Forwarder second(rig.port, options);
    EXPECT_THROW(second.start(), std::runtime_error);
}

// --- all at once ----------------------------------------------------------------------------

TEST(ForwardLoad, LosesNothingToACollectorThatBreaksEveryThirdConnection) {
    WB_CLAIM("N11-65", "A collector that breaks every third connection gets every record.");
    auto options = Rig::calm();
    options.segment_age = 2ms;
    options.segment_bytes = 8000;
    Rig rig(options);
    constexpr int kWriters = 3;
    constexpr int kEach = 200;
    std::vector<w32::Thread> writers;
    for (int writer = 0; writer < kWriters; ++writer)
        writers.emplace_back([&rig, writer] {
            for (int i = 0; i < kEach; ++i)
                rig.log("writer " + std::to_string(writer) + " event " + std::to_string(i));
        });
    std::map<unsigned, std::string> by_id;
    std::size_t twice = 0;
    unsigned turn = 0;
    while (by_id.size() < std::size_t{kWriters} * kEach) {
        Accepted next = rig.collector.accept();
        std::string bytes;
        // Every second one would be too many: a good one is only sure when the next is good, too.
        switch (turn % 6) {
            case 0: bytes = next.receive(2000); break;         // ends in the middle
            case 3: bytes = next.receive(1000); break;         // is reset in the middle
            default: bytes = next.receive_to_end(300); break;  // ends in order
        }
        if (turn % 6 == 3) next.reset();
        next.end();
        if (!bytes.empty()) ++turn;  // else it was the spare one of a broken pair
        bytes.resize(syelog::look_through(bytes).bytes);
        for (const auto& [id, text] : messages(bytes)) {
            const auto [place, is_new] = by_id.emplace(id, text);
            twice += is_new ? 0 : 1;
            ASSERT_EQ(place->second, text) << "a number was used for two records";
        }
        ASSERT_FALSE(HasFailure());
    }
    for (w32::Thread& writer : writers) writer.join();
    std::set<std::string> texts;
    for (const auto& [id, text] : by_id) texts.insert(text);
    EXPECT_EQ(texts.size(), by_id.size()) << "a record came under two numbers";
    EXPECT_EQ(by_id.rbegin()->first, by_id.size()) << "numbers have no gaps";
    EXPECT_GT(twice, 0u);
}
