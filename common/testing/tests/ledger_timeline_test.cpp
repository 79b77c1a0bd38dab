// ledger_timeline_test.cpp - what a lab's recorded calls leave in a timeline.
#include "common/testing/ledger.hpp"
#include "common/testing/monitor.hpp"
#include "common/timeline/timeline.hpp"
#include "common/win32/event.hpp"
#include "ledger_lab.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace {

using timeline::Document;
using timeline::Lane;
using timeline::Slice;
using workbook::Ledger;

const Lane* lane_of(const Document& document, const std::string& name) {
    for (const Lane& lane : document.lanes)
        if (lane.name == name) return &lane;
    return nullptr;
}

const Slice* slice_of(const Lane* lane, const std::string& name) {
    if (lane == nullptr) return nullptr;
    const auto found = std::find_if(lane->slices.begin(), lane->slices.end(),
                                    [&](const Slice& slice) { return slice.name == name; });
    return found == lane->slices.end() ? nullptr : &*found;
}

// Two threads of a lab, one lock: the second comes while the first has it.
Document two_threads_at_a_lock() {
    timeline::Recorder recorder(L"not written.json", "two threads");
    Ledger ledger;
    SRWLOCK lock = SRWLOCK_INIT;
    const HANDLE has_it = lab::event();
    const HANDLE go_on = lab::event();
    void* objects[] = {&lock, has_it, go_on};
    const HANDLE first = lab::thread(&lab::locks_and_waits, objects);
    (void)lab::wait(has_it);
    const HANDLE second = lab::thread(&lab::takes_lock, &lock);
    const DWORD id = ::GetThreadId(second);
    (void)workbook::wait_until([&] { return ledger.blocked_on_lock_now(id); }, w32::forever);
    (void)lab::set(go_on);
    lab::join_and_close(first);
    lab::join_and_close(second);
    Document document = recorder.document();
    recorder.stop();
    return document;
}

TEST(LedgerTimeline, ShowsWhoHoldsTheLockAndWhoWaitsForIt) {
    const Document document = two_threads_at_a_lock();
    const Slice* held = slice_of(lane_of(document, "thread 1"), "holds SRW lock 1");
    const Slice* waits = slice_of(lane_of(document, "thread 2"), "waits for SRW lock 1");
    const Slice* then = slice_of(lane_of(document, "thread 2"), "holds SRW lock 1");
    ASSERT_TRUE(held != nullptr && waits != nullptr && then != nullptr);
    EXPECT_LT(held->begin, waits->begin);
    EXPECT_LT(held->end, waits->end);
    EXPECT_LE(waits->end, then->begin);
    EXPECT_EQ(waits->where.rfind("ledger_lab.hpp:", 0), 0u) << waits->where;
}

TEST(LedgerTimeline, NamesHandlesByTheirKind) {
    const Document document = two_threads_at_a_lock();
    const Lane& test = document.lanes.at(0);
    EXPECT_NE(slice_of(&test, "waits for event 1"), nullptr);
    EXPECT_NE(slice_of(&test, "waits for thread 1"), nullptr);
    EXPECT_NE(slice_of(&test, "waits for thread 2"), nullptr);
    ASSERT_EQ(test.signals.size(), 1u);
    EXPECT_EQ(test.signals[0].name, "SetEvent");
    EXPECT_EQ(test.signals[0].object, "event 2");
    ASSERT_EQ(lane_of(document, "thread 1")->signals.size(), 1u);
    EXPECT_EQ(lane_of(document, "thread 1")->signals[0].object, "event 1");
}

}  // namespace
