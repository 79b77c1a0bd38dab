// counts_test.cpp - what judges are told of an execution.
#include "common/explore/counts.hpp"
#include "common/explore/explore.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace {

using namespace std::chrono_literals;
using explore::Report;

void tell() { explore::outcome(explore::counts().polls > 0 ? "polls" : "waits"); }

void polls_an_event() {
    w32::Event event{w32::Reset::manual};
    w32::Thread poller([&] {
        while (!event.wait_for(0ms)) {
        }
    });
    event.set();
    poller.join();
    tell();
}

void polls_a_variable() {
    std::atomic<bool> ready = false;
    w32::Thread poller([&] {
        while (!ready) {
        }
    });
    ready = true;
    poller.join();
    tell();
}

void waits_for_an_event() {
    w32::Event event{w32::Reset::manual};
    w32::Thread waiter([&] {
        if (!event.wait_for(0ms)) event.wait();  // one look is no polling
    });
    event.set();
    waiter.join();
    tell();
}

TEST(Counts, TellOfAThreadThatPolls) {
    for (const auto body : {polls_an_event, polls_a_variable}) {
        const Report report = explore::explore(body);
        EXPECT_TRUE(report.ok()) << report.text();
        EXPECT_TRUE(report.outcomes.contains("polls"));
        EXPECT_TRUE(report.outcomes.contains("waits")) << "where the other was faster";
    }
    const Report report = explore::explore(waits_for_an_event);
    EXPECT_TRUE(report.ok()) << report.text();
    EXPECT_FALSE(report.outcomes.contains("polls"));
}

}  // namespace
