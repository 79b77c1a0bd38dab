// recorder_test.cpp - what is recorded, by whom, and that recording gets into nobody's way.
#include "common/runner/tests/scratch.hpp"
#include "common/runner/text/json.hpp"
#include "common/timeline/timeline.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/wait_board.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using runner::Json;
using timeline::Document;
using timeline::Kind;
using timeline::Lane;
using timeline::Recorder;
using timeline::Slice;

class TimelineRecorder : public testing::Test {
protected:
    std::wstring file() const { return (scratch_.root() / L"timeline.json").wstring(); }
    Json written() const { return Json::parse(runner::read_file(file()).value_or("")); }

    static const Slice* find(const Lane& lane, std::string_view name) {
        const auto found = std::find_if(lane.slices.begin(), lane.slices.end(),
                                        [&](const Slice& slice) { return slice.name == name; });
        return found == lane.slices.end() ? nullptr : &*found;
    }
    static const Lane* find(const Document& document, std::string_view name) {
        for (const Lane& lane : document.lanes)
            if (lane.name == name) return &lane;
        return nullptr;
    }

    runner::Scratch scratch_;
};

TEST_F(TimelineRecorder, NeedsNoRecorder) {
    const timeline::Life life("nobody");
    const timeline::Wait wait("nothing");
    timeline::acquired({"lock", this});
    timeline::released(this);
    timeline::signal("SetEvent");
    EXPECT_FALSE(timeline::recording());
}

TEST_F(TimelineRecorder, RecordsNothingWithoutAFile) {
    const Recorder recorder(L"", "nowhere");
    EXPECT_FALSE(timeline::recording());
    EXPECT_TRUE(recorder.document().lanes.empty());
}

TEST_F(TimelineRecorder, WritesItsFileWhenItEnds) {
    {
        const Recorder recorder(file(), "a \"title\"");
        const timeline::Work work("adds up");
        timeline::signal("SetEvent", "event 'go'");
    }
    const Json json = written();
    EXPECT_EQ(json["otherData"]["title"].text(), "a \"title\"");
    const auto& events = json["traceEvents"].items();
    const auto has = [&](const char* name) {
        return std::any_of(events.begin(), events.end(),
                           [&](const Json& one) { return one["name"].text() == name; });
    };
    EXPECT_TRUE(has("adds up"));
    EXPECT_TRUE(has("SetEvent"));
}

TEST_F(TimelineRecorder, WritesNoFileWhenItWasStopped) {
    {
        Recorder recorder(file(), "stopped");
        timeline::signal("SetEvent");
        recorder.stop();
        timeline::signal("SetEvent");
        EXPECT_EQ(recorder.events(), 1u);
        EXPECT_FALSE(timeline::recording());
    }
    EXPECT_FALSE(runner::read_file(file()));
}

TEST_F(TimelineRecorder, NestsAndKeepsTheOrder) {
    const Recorder recorder(file(), "nesting");
    const int locks[2] = {};
    timeline::acquired({"SRW lock", &locks[0]});
    { const timeline::Wait wait({"SRW lock", &locks[1]}); }
    { const timeline::Hold hold({"SRW lock", &locks[1]}); }
    timeline::released(&locks[0]);
    const Lane lane = recorder.document().lanes.at(0);
    const Slice* outer = find(lane, "holds SRW lock 1");
    const Slice* wait = find(lane, "waits for SRW lock 2");
    const Slice* inner = find(lane, "holds SRW lock 2");
    ASSERT_TRUE(outer != nullptr && wait != nullptr && inner != nullptr);
    EXPECT_LE(outer->begin, wait->begin);
    EXPECT_LE(wait->begin, wait->end);
    EXPECT_LE(wait->end, inner->begin);  // first the wait, then the hold
    EXPECT_LE(inner->end, outer->end);
    EXPECT_FALSE(outer->open);
    EXPECT_EQ(inner->object, "SRW lock 2");
    EXPECT_EQ(inner->where.rfind("recorder_test.cpp:", 0), 0u) << inner->where;
}

TEST_F(TimelineRecorder, HasAGuardThatWaitsAndHolds) {
    const Recorder recorder(file(), "a guard");
    w32::SrwLock lock;
    { const timeline::Guard hold(lock, "the lock"); }
    const bool free = lock.try_lock();
    if (free) lock.unlock();
    EXPECT_TRUE(free);
    const Lane lane = recorder.document().lanes.at(0);
    const Slice* wait = find(lane, "waits for the lock");
    const Slice* hold = find(lane, "holds the lock");
    ASSERT_TRUE(wait != nullptr && hold != nullptr);
    EXPECT_LE(wait->end, hold->begin);
}

TEST_F(TimelineRecorder, ShowsWhatHasNotEnded) {
    const Recorder recorder(file(), "a hang");
    w32::Event begun(w32::Reset::manual), over(w32::Reset::manual);
    w32::Thread stuck("stuck", [&] {
        const timeline::Life life;
        const timeline::Hold hold("the lock");
        const timeline::Wait wait("what never comes");
        begun.set();
        over.wait();
    });
    begun.wait();
    const Document document = recorder.document();  // by another thread, while it waits
    over.set();
    stuck.join();
    const Lane* lane = find(document, "stuck");
    ASSERT_NE(lane, nullptr);
    ASSERT_NE(find(*lane, "waits for what never comes"), nullptr);
    EXPECT_TRUE(find(*lane, "waits for what never comes")->open);
    EXPECT_TRUE(find(*lane, "holds the lock")->open);
}

TEST_F(TimelineRecorder, OrdersWhatThreadsDoToEachOther) {
    const Recorder recorder(file(), "order");
    w32::Event go(w32::Reset::automatic), waits(w32::Reset::automatic);
    {
        w32::Thread second("second", [&] {
            const timeline::Life life;
            const timeline::Wait wait("event 'go'");
            waits.set();
            go.wait();
        });
        w32::Thread first("first", [&] {
            const timeline::Life life;
            waits.wait();
            timeline::signal("SetEvent", "event 'go'");
            go.set();
        });
    }
    const Document document = recorder.document();
    const Lane* first = find(document, "first");
    const Lane* second = find(document, "second");
    ASSERT_TRUE(first != nullptr && second != nullptr);
    ASSERT_EQ(first->signals.size(), 1u);
    const Slice* wait = find(*second, "waits for event 'go'");
    ASSERT_NE(wait, nullptr);
    EXPECT_LT(wait->begin, first->signals[0].at);
    EXPECT_GT(wait->end, first->signals[0].at);
}

TEST_F(TimelineRecorder, KeepsManyThreadsApart) {
    const Recorder recorder(file(), "many");
    constexpr int kThreads = 8;
    constexpr int kEvents = 100;
    w32::Event go(w32::Reset::manual);
    {
        w32::Thread threads[kThreads];
        for (w32::Thread& thread : threads)
            thread = w32::Thread([&] {
                go.wait();
                for (int i = 0; i < kEvents; ++i) timeline::signal("SetEvent");
            });
        go.set();
    }
    const Document document = recorder.document();
    ASSERT_EQ(document.lanes.size(), 1u + kThreads);
    for (std::size_t i = 1; i < document.lanes.size(); ++i) {
        EXPECT_EQ(document.lanes[i].signals.size(), std::size_t{kEvents});
        EXPECT_EQ(document.lanes[i].left_out, 0u);
    }
}

TEST_F(TimelineRecorder, LeavesOutWhatItHasNoRoomForAndSaysSo) {
    {
        const Recorder recorder(file(), "small", 4);
        for (int i = 0; i < 6; ++i) timeline::signal("SetEvent");
        const timeline::Wait wait("no room");
        timeline::released(this);
        EXPECT_EQ(recorder.events(), 4u);
        EXPECT_EQ(recorder.document().lanes.at(0).left_out, 3u);
    }
    EXPECT_EQ(written()["otherData"]["left_out"].number(), 3);
}

TEST_F(TimelineRecorder, NamesLanesAfterTheirThreads) {
    const Recorder recorder(file(), "names");
    w32::Thread("w\xC3\xB6rker \"1\"", [] { const timeline::Life life; }).join();
    w32::Thread("given", [] { const timeline::Life life("thread 7"); }).join();
    w32::Thread([] { timeline::signal("SetEvent"); }).join();
    const Document document = recorder.document();
    ASSERT_EQ(document.lanes.size(), 4u);
    EXPECT_EQ(document.lanes[1].name, "w\xC3\xB6rker \"1\"");
    EXPECT_EQ(document.lanes[2].name, "thread 7");
    EXPECT_EQ(document.lanes[3].name, "thread 4");
}

TEST_F(TimelineRecorder, KnowsNoPlaceOfWhatIsNotTheProgramsOwn) {
    const Recorder recorder(file(), "places");
    { const timeline::Wait wait("a gate", std::source_location{}); }
    EXPECT_EQ(find(recorder.document().lanes.at(0), "waits for a gate")->where, "");
}

TEST_F(TimelineRecorder, KeepsTheLastError) {
    const Recorder recorder(file(), "errors");
    ::SetLastError(1234);
    const timeline::Life life;
    { const timeline::Wait wait("x"); }
    timeline::acquired({"lock", this});
    timeline::released(this);
    timeline::signal("SetEvent");
    EXPECT_EQ(::GetLastError(), 1234u);
}

TEST_F(TimelineRecorder, DoesNotMindAThreadThatOutlivesIt) {
    w32::Event inside(w32::Reset::manual), gone(w32::Reset::manual);
    w32::Thread late;
    {
        const Recorder recorder(file(), "first");
        late = w32::Thread("late", [&] {
            const timeline::Life life;
            const timeline::Wait wait("the end of the recorder");
            inside.set();
            gone.wait();
            timeline::signal("SetEvent");
        });
        inside.wait();
    }
    const Recorder second(file(), "second");
    gone.set();
    late.join();
    const Document document = second.document();
    ASSERT_NE(find(document, "late"), nullptr);
    EXPECT_EQ(find(document, "late")->signals.size(), 1u);
}

TEST_F(TimelineRecorder, SaysWhyTheFileIsNotThere) {
    testing::internal::CaptureStderr();
    { const Recorder recorder(scratch_.root().wstring() + L"\\missing\\t.json", "x"); }
    const std::string text = testing::internal::GetCapturedStderr();
    EXPECT_EQ(text.rfind("cannot write ", 0), 0u) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
}

}  // namespace
