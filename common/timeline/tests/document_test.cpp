// document_test.cpp - boxes that nest, and JSON that is JSON whatever the names hold.
#include "common/timeline/document.hpp"

#include "common/runner/text/json.hpp"
#include "common/win32/windows.hpp"

#include <gtest/gtest.h>

namespace {

using runner::Json;
using timeline::Document;
using timeline::Kind;
using timeline::Lane;
using timeline::Slice;

// "name 1..4", one per slice.
std::vector<std::string> shown(const std::vector<Slice>& slices) {
    std::vector<std::string> out;
    for (const Slice& slice : slices)
        out.push_back(slice.name + ' ' + std::to_string(static_cast<int>(slice.begin)) + ".." +
                      std::to_string(static_cast<int>(slice.end)));
    return out;
}

using Shown = std::vector<std::string>;

TEST(TimelineNesting, LeavesAloneWhatNests) {
    std::vector<Slice> slices{
        {Kind::hold, "b", 2, 5}, {Kind::hold, "a", 1, 9}, {Kind::wait, "c", 5, 6}};
    timeline::nest(slices);
    EXPECT_EQ(shown(slices), (Shown{"a 1..9", "b 2..5", "c 5..6"}));
}

TEST(TimelineNesting, CutsALockThatOutlastsTheOneAroundIt) {
    // a is taken first and given back first
    std::vector<Slice> slices{{Kind::hold, "a", 1, 4}, {Kind::hold, "b", 2, 7}};
    timeline::nest(slices);
    EXPECT_EQ(shown(slices), (Shown{"a 1..4", "b 2..4", "b 4..7"}));
}

TEST(TimelineNesting, PutsTheLongerOneOutsideWhenTwoBeginTogether) {
    std::vector<Slice> slices{{Kind::work, "step", 3, 4}, {Kind::hold, "lock", 3, 8}};
    timeline::nest(slices);
    EXPECT_EQ(shown(slices), (Shown{"lock 3..8", "step 3..4"}));
}

TEST(TimelineNesting, MarksOnlyTheLastPartAsOpen) {
    std::vector<Slice> slices{{Kind::hold, "a", 1, 4}, {Kind::hold, "b", 2, 7, "", "", true}};
    timeline::nest(slices);
    ASSERT_EQ(slices.size(), 3u);
    EXPECT_FALSE(slices[1].open);
    EXPECT_TRUE(slices[2].open);
}

TEST(TimelineWork, IsWhatNothingElseCovers) {
    Lane lane{"x", {{Kind::wait, "w", 2, 4}, {Kind::hold, "h", 4, 8}, {Kind::wait, "v", 5, 6}}};
    timeline::add_work(lane, 0, 10);
    EXPECT_EQ(shown(lane.slices),
              (Shown{"works 0..2", "w 2..4", "h 4..8", "v 5..6", "works 8..10"}));
}

Document with_hostile_names() {
    Document document{"say \"hi\" \\ \xFF"};
    Lane lane{"l\xC3\xA4ne\t\x01\xE4"};
    lane.slices.push_back(
        {Kind::wait, "waits for \"x\"", 0.5, 1234567.25, "\xFE", "a\\b.cpp:3", true});
    lane.signals.push_back({"Set\nEvent", 2, "e\"", ""});
    lane.left_out = 3;
    document.lanes.push_back(lane);
    return document;
}

TEST(TimelineJson, IsValidWhateverTheNamesHold) {
    const std::string text = timeline::to_json(with_hostile_names());
    Json json;
    ASSERT_NO_THROW(json = Json::parse(text)) << text;
    const auto& events = json["traceEvents"].items();
    ASSERT_EQ(events.size(), 4u);
    EXPECT_EQ(events[1]["name"].text(), "thread_name");
    EXPECT_EQ(events[1]["args"]["name"].text(), "l\xC3\xA4ne\t\x01\xEF\xBF\xBD");
    EXPECT_EQ(events[2]["ph"].text(), "X");
    EXPECT_EQ(events[2]["cat"].text(), "wait");
    EXPECT_EQ(events[2]["ts"].number(), 0.5);
    EXPECT_EQ(events[2]["dur"].number(), 1234566.75);
    EXPECT_EQ(events[2]["args"]["where"].text(), "a\\b.cpp:3");
    EXPECT_TRUE(events[2]["args"]["open"].truth());
    EXPECT_EQ(events[3]["ph"].text(), "i");
    EXPECT_EQ(events[3]["cat"].text(), "signal");
    EXPECT_EQ(events[3]["s"].text(), "t");
    EXPECT_EQ(json["otherData"]["clock"].text(), "microseconds");
    EXPECT_EQ(json["otherData"]["left_out"].number(), 3);
    EXPECT_EQ(json["otherData"]["lang"].text(), "en");
}

TEST(TimelineJson, TakesItsLanguageFromTheEnvironment) {
    const auto lang = [] {
        return Json::parse(timeline::to_json(Document{"t"}))["otherData"]["lang"].text();
    };
    ::SetEnvironmentVariableA("WORKBOOK_LANG", "zh-CN");
    EXPECT_EQ(lang(), "zh-CN");
    ::SetEnvironmentVariableA("WORKBOOK_LANG", "\"broken");
    EXPECT_EQ(lang(), "en");
    ::SetEnvironmentVariableA("WORKBOOK_LANG", nullptr);
}

}  // namespace
