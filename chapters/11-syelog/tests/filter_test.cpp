// filter_test.cpp - what passes, and that the daemon counts what does not.
#include "chapters/11-syelog/daemon/filter.hpp"

#include "chapters/11-syelog/tests/test_daemon.hpp"

#include <gtest/gtest.h>

using syelog::Event;
using syelog::Facility;
using syelog::Filter;
using syelog::Peer;
using syelog::Severity;
using namespace syelog_tests;

namespace {

const Peer kPeer{.process_id = 280, .program = "App.exe", .user = {}};

Event event(Facility facility, Severity severity) {
    return {.record = {.facility = facility, .severity = severity}, .peer = &kPeer};
}

}  // namespace

TEST(Filter, LetsEverythingPassUnlessTold) {
    EXPECT_TRUE(Filter().passes(event(Facility{0xff}, Severity{0xff})));
}

TEST(Filter, KnowsTheSeverityAndWhatIsWorse) {
    const Filter errors{.severity = 3};
    EXPECT_TRUE(errors.passes(event(Facility::user, Severity::fatal)));
    EXPECT_TRUE(errors.passes(event(Facility::user, Severity::error)));
    EXPECT_FALSE(errors.passes(event(Facility::user, Severity::warning)));
    const Filter information{.severity = 6};
    EXPECT_TRUE(information.passes(event(Facility::user, Severity::audit_fail)));
}

TEST(Filter, KnowsFacilities) {
    const Filter two{.facilities = {Facility::kernel, Facility::user}};
    EXPECT_TRUE(two.passes(event(Facility::user, Severity::notice)));
    EXPECT_FALSE(two.passes(event(Facility::service, Severity::notice)));
}

TEST(Filter, TakesAProcessByItsNumberOrByItsProgram) {
    const Event one = event(Facility::user, Severity::notice);
    EXPECT_TRUE((Filter{.processes = {1, 280}}.passes(one)));
    EXPECT_FALSE((Filter{.processes = {1}}.passes(one)));
    EXPECT_TRUE((Filter{.programs = {"app.EXE"}}.passes(one)));
    EXPECT_FALSE((Filter{.programs = {"app"}}.passes(one)));
    EXPECT_TRUE((Filter{.processes = {1}, .programs = {"app.exe"}}.passes(one))) << "either";
}

TEST(Filter, LetsTheDaemonSpeak) {
    Event own = event(Facility::user, Severity::debug);
    own.peer = nullptr;
    EXPECT_TRUE((Filter{.severity = 0, .processes = {1}}.passes(own)));
}

TEST(Filter, KeepsRecordsOutOfTheLogAndCountsThem) {
    TestDaemon test({.filter = {.severity = 3}});
    auto client = test.client();
    client.write(syelog::encode({.severity = Severity::notice, .text = "chatter"}) +
                 syelog::encode({.severity = Severity::error, .text = "trouble"}));
    test.daemon.stop();
    EXPECT_EQ(test.lines_with("chatter"), 0) << test.log;
    EXPECT_EQ(test.lines_with("trouble"), 1) << test.log;
    EXPECT_EQ(test.daemon.statistics().records, 2u);
    EXPECT_EQ(test.daemon.statistics().filtered, 1u);
}
