// Timelines: which file, what is in it, and what a broken one means.
#include "common/runner/labs/timeline_run.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/tests/fake_lab.hpp"

namespace runner {
namespace {

std::string event(const char* category, double begin, double length, const char* rest = "") {
    return std::string(R"({"ph":"X","pid":1,"tid":7,"cat":")") + category +
           R"(","name":"n","ts":)" + std::to_string(begin) + R"(,"dur":)" + std::to_string(length) +
           rest + '}';
}

const std::string kLane =
    R"({"ph":"M","pid":1,"tid":7,"name":"thread_name","args":{"name":"worker"}},)";

Json timeline_of(const std::string& events) {
    return Json::parse("{\"traceEvents\":[" + kLane + events + "]}");
}

TEST(TimelineShares, CountEachMomentOnce) {
    // works 0..10; inside it holds 2..8, and waits 3..5 while it holds
    const auto all = shares_of(
        timeline_of(event("work", 0, 10) + ',' + event("hold", 2, 6) + ',' + event("wait", 3, 2) +
                    ',' + R"({"ph":"i","tid":7,"cat":"signal","name":"SetEvent","ts":4})"));
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].thread, "worker");
    EXPECT_DOUBLE_EQ(all[0].works, 4);
    EXPECT_DOUBLE_EQ(all[0].holds, 4);
    EXPECT_DOUBLE_EQ(all[0].waits, 2);
    EXPECT_DOUBLE_EQ(all[0].idle, 0);
    EXPECT_EQ(all[0].signals, 1);
}

TEST(TimelineShares, LeaveWhatNothingCoversOverAsIdle) {
    const auto all = shares_of(timeline_of(event("work", 0, 1) + ',' + event("work", 4, 1)));
    ASSERT_EQ(all.size(), 1u);
    EXPECT_DOUBLE_EQ(all[0].works, 2);
    EXPECT_DOUBLE_EQ(all[0].idle, 3);
}

TEST(TimelineShares, KnowTheLongestWait) {
    const auto all = shares_of(
        timeline_of(event("wait", 0, 90) + ',' +
                    event("wait", 2, 5, R"(,"args":{"object":"SRW lock 1","where":"x.hpp:31"})")));
    ASSERT_EQ(all.size(), 1u);
    EXPECT_DOUBLE_EQ(all[0].longest_wait, 5);
    EXPECT_EQ(all[0].longest_for, "SRW lock 1 at x.hpp:31");
}

TEST(TimelineShares, BearWithAnythingThatIsJson) {
    EXPECT_TRUE(shares_of(Json()).empty());
    EXPECT_TRUE(shares_of(Json::parse(R"({"traceEvents":[1,null,{"ph":"X"},{"ph":7}]})")).empty());
    EXPECT_TRUE(shares_of(timeline_of(R"({"ph":"X","tid":8})")).empty());
    EXPECT_EQ(shares_of(timeline_of(event("nonsense", 3, -1))).size(), 1u);
}

class TimelineRunner : public FakeLab {
protected:
    TimelineRun draw(const std::string& name) const {
        return draw_timeline(lab(name), bin_, {}, false);
    }
    fs::path file(const std::string& name) const { return timeline_file(lab(name), bin_); }
    void leave_old(const std::string& name) const {
        fs::create_directories(file(name).parent_path());
        replace_file(file(name), "{\"traceEvents\":[]}");
    }
};

TEST_F(TimelineRunner, ReadsWhatTheProgramDraws) {
    install("draws");
    const TimelineRun run = draw("draws");
    ASSERT_TRUE(run.timeline);
    EXPECT_EQ((*run.timeline)["otherData"]["title"].text(), "L98  : Lab.Test1");
    EXPECT_EQ(Json::parse(read_file(file("draws")).value_or("")), *run.timeline);
    EXPECT_TRUE(run.judged.passed());
}

TEST_F(TimelineRunner, ShowsNoTimelineOfYesterday) {
    install("passes");
    leave_old("passes");
    EXPECT_FALSE(draw("passes").timeline);
    EXPECT_FALSE(fs::exists(file("passes")));
}

TEST_F(TimelineRunner, SaysWhatIsWrongWithTheFile) {
    install("draws_badly");
    try {
        (void)draw("draws_badly");
        FAIL() << "a broken timeline was taken for one";
    } catch (const Problem& problem) {
        EXPECT_EQ(problem.code(), kEnvironment);
        const std::string sentence = problem.what();
        EXPECT_NE(sentence.find("lab_98_draws_badly.timeline.json is no timeline: "), sentence.npos)
            << sentence;
        EXPECT_NE(sentence.find("(byte "), sentence.npos) << sentence;
    }
}

TEST_F(TimelineRunner, HasNoneOfALabThatIsNotBuilt) {
    const TimelineRun run = draw("missing");
    EXPECT_FALSE(run.timeline);
    EXPECT_EQ(run.judged.how, Judged::How::not_built);
}

TEST_F(TimelineRunner, ACheckKeepsTheReportOfItsOwnRunOnly) {
    install("explored");
    install("passes");
    (void)judge("explored");
    const fs::path report = report_file(lab("explored"), bin_);
    EXPECT_EQ(Json::parse(read_file(report).value_or(""))["test"].text(), "Lab.Test2");
    replace_file(report_file(lab("passes"), bin_), "{}");
    (void)judge("passes");
    EXPECT_FALSE(fs::exists(report_file(lab("passes"), bin_)));
}

}  // namespace
}  // namespace runner
