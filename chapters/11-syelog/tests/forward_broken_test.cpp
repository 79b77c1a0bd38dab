// forward_broken_test.cpp - the forwarder and a collector that breaks its connections.
#include "chapters/11-syelog/tests/forward_collector.hpp"
#include "common/testing/claim.hpp"

using namespace forward_tests;

TEST(ForwardBroken, SendsTheWholeSegmentAgainAfterAResetInItsMiddle) {
    Rig rig(Rig::calm());
    Accepted first = rig.collector.accept();
    rig.log(1, 3);
    EXPECT_EQ(first.receive(100).size(), 100u);
    first.reset();
    std::string again;
    std::vector<Accepted> more;  // the spare one of the broken pair brings nothing
    while (syelog::look_through(again).count < 3 && !HasFailure()) {
        more.push_back(rig.collector.accept());
        do again += more.back().receive_some(4096);
        while (!again.empty() && syelog::look_through(again).count < 3);
    }
    EXPECT_EQ(messages(again), (Messages{{1, "text 1"}, {2, "text 2"}, {3, "text 3"}}));
    EXPECT_EQ(rig.forwarder->statistics().resent_segments, 1u);
}

TEST(ForwardBroken, TakesAnEndBeforeTheHalfCloseForABrokenConnection) {
    Rig rig(Rig::calm());  // no half-close: the segment stays open
    rig.log("one");
    Accepted first = rig.collector.accept();
    while (messages(first.receive_some(4096)).empty()) {
    }
    first.end();  // in order, everything read
    ASSERT_TRUE(rig.wait_until([](const auto& now) { return now.broken >= 1; }));
    EXPECT_EQ(rig.forwarder->statistics().confirmed, 0u);
    EXPECT_EQ(rig.forwarder->statistics().resent_segments, 1u);
}

TEST(ForwardBroken, DoesNotTrustTheEndOfACollectorThatHasDied) {
    WB_CLAIM("N11-59", "It is confirmed when the next connection has outlived that end.");
    Rig rig(Rig::quick());
    rig.log("one");
    Accepted first = rig.collector.accept();
    EXPECT_EQ(messages(first.receive_to_end()).size(), 1u);
    Accepted second = rig.collector.accept();
    // What a system does for a process that was killed: it ends all its connections.
    first.end();
    second.end();
    const auto again = messages(rig.collector.segment());
    EXPECT_EQ(again, (Messages{{1, "one"}}));
    EXPECT_EQ(rig.forwarder->statistics().confirmed, 0u);
    EXPECT_EQ(rig.forwarder->statistics().resent_segments, 1u);
}

TEST(ForwardBroken, DoesNotHalfCloseWhenTheOtherConnectionHasEndedUnnoticed) {
    auto options = Rig::calm();
    options.stop_limit = kNever;
    Rig rig(options);
    rig.log("one");
    Accepted first = rig.collector.accept();
    EXPECT_EQ(messages(first.receive_some(4096)), (Messages{{1, "one"}}));
    Accepted second = rig.collector.accept();
    ASSERT_TRUE(rig.wait_until([](const auto& now) { return now.spares == 1; }));
    rig.gate.reset();
    (void)rig.at_gate.wait_for(0ms);
    second.end();
    ASSERT_TRUE(rig.at_gate.wait_for(kLimit));  // its packet has come, and nobody has looked at it
    w32::Thread stopper([&] { rig.forwarder->stop(); });  // seals the segment
    EXPECT_TRUE(first.is_silent()) << "its end would be taken for that of a reader";
    rig.gate.set();
    stopper.join();
    EXPECT_EQ(rig.forwarder->statistics().confirmed, 0u);
}

TEST(ForwardBroken, SendsAtMostTwoSegmentsAgain) {
    WB_CLAIM("N11-60", "A broken connection sends at most two segments again.");
    Rig rig(Rig::quick());
    for (int i = 1; i <= 3; ++i) {
        rig.log(i, i);
        const auto heard = messages(rig.collector.segment());
        ASSERT_EQ(heard.size(), 1u);
        EXPECT_EQ(heard[0].first, static_cast<unsigned>(i));
    }
    // 1 and 2 are confirmed by their successors, 3 is read. Now 4 is on its way.
    rig.log(4, 4);
    Accepted fourth = rig.collector.accept();
    EXPECT_EQ(messages(fourth.receive_to_end()), (Messages{{4, "text 4"}}));
    fourth.reset();
    EXPECT_EQ(messages(rig.collector.segment()), (Messages{{3, "text 3"}}));
    EXPECT_EQ(messages(rig.collector.segment()), (Messages{{4, "text 4"}}));
    EXPECT_EQ(rig.forwarder->statistics().resent_segments, 2u);
}

TEST(ForwardBroken, GivesUpOnACollectorThatNeverEnds) {
    auto options = Rig::quick();
    options.patience = 100ms;
    Rig rig(options);
    rig.log("one");
    Accepted silent = rig.collector.accept();  // never reads, never ends
    Accepted spare = rig.collector.accept();
    EXPECT_EQ(messages(rig.collector.segment()), (Messages{{1, "one"}}));
    EXPECT_EQ(rig.forwarder->statistics().last_error, "The collector does not answer.");
}

TEST(ForwardBroken, GivesUpOnACollectorThatNeverReads) {
    auto options = Rig::calm();
    options.segment_bytes = options.queue_bytes = 16 << 20;
    options.patience = 100ms;
    Rig rig(options);
    Accepted silent = rig.collector.accept();
    for (int i = 0; i < 3000; ++i) rig.log(std::string(4000, 'x'));  // more than systems buffer
    EXPECT_TRUE(rig.wait_until([](const auto& now) { return now.resent_segments == 1; }));
}

TEST(ForwardBroken, TriesAgainUntilTheCollectorIsThere) {
    auto options = Rig::quick();
    options.settle = 1ms;
    Rig rig(options, Rig::Collector::away);
    rig.log("one");
    ASSERT_TRUE(rig.wait_until([](const auto& now) { return now.broken >= 3; }));
    EXPECT_FALSE(rig.forwarder->statistics().connected);
    EXPECT_EQ(rig.forwarder->statistics().last_error.find("The collector cannot be reached: "), 0u);
    rig.collector.open();
    EXPECT_EQ(messages(rig.collector.segment()), (Messages{{1, "one"}}));
    EXPECT_TRUE(rig.wait_confirmed(1));
    rig.stop();
    EXPECT_EQ(count_of(rig.told, "The collector cannot be reached"), 0u)
        << "what never was there is no outage";
    EXPECT_EQ(count_of(rig.told, "Connected to the collector."), 1u);
}

TEST(ForwardBroken, ConnectsAnewWhenAnIdleCollectorRestarts) {
    Rig rig(Rig::quick());
    rig.collector.accept().end();
    ASSERT_TRUE(rig.wait_until([](const auto& now) { return now.broken == 1; }));
    rig.log("one");
    EXPECT_EQ(messages(rig.collector.segment()), (Messages{{1, "one"}}));
    EXPECT_EQ(rig.forwarder->statistics().resent_segments, 0u);
}
