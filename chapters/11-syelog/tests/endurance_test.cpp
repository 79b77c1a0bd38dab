// endurance_test.cpp - the long runs, once and short. `syelog_endurance --help` has the rest.
#include "chapters/11-syelog/endurance/runs.hpp"

#include "common/testing/claim.hpp"

#include <gtest/gtest.h>

namespace endurance = syelog::endurance;

TEST(Endurance, CountsEachOfTenThousandRandomFrames) {
    WB_CLAIM("N11-38",
             "Whatever clients send, each whole record is counted once and nothing else.");
    const auto result = endurance::fuzz({.frames = 10'000});
    EXPECT_TRUE(result.as_expected())
        << "records " << result.seen.records << " of " << result.sent.records << ", malformed "
        << result.seen.malformed << " of " << result.sent.malformed << ", unfinished "
        << result.seen.unfinished << " of " << result.sent.unfinished << ", clients "
        << result.seen.clients << " of " << result.sent.clients << ", lines " << result.lines;
    EXPECT_GT(result.sent.malformed, 5u);
    EXPECT_GT(result.sent.unfinished, 5u);
}

TEST(Endurance, LosesNothingInAProcessThatIsStopped) {
    const auto load = endurance::stop_after_load({.clients = 16, .records = 500});
    EXPECT_EQ(load.acknowledged, 16u * 500u);
    EXPECT_EQ(load.lost, 0u);
    EXPECT_EQ(load.duplicated, 0u);
    EXPECT_EQ(load.out_of_order, 0u);
    EXPECT_EQ(load.damaged, 0u);
}

TEST(Endurance, LosesNoMoreInAProcessThatIsKilledThanItsBuffersHold) {
    WB_CLAIM("N11-39", "A daemon that is killed loses no more than pipes and buffers hold.");
    const auto result = endurance::kill_under_load({.clients = 8, .records = 2000});
    std::printf("%llu of %llu acknowledged records lost; at most %llu may be\n",
                static_cast<unsigned long long>(result.load.lost),
                static_cast<unsigned long long>(result.load.acknowledged),
                static_cast<unsigned long long>(result.bound));
    EXPECT_LE(result.load.lost, result.bound);
    EXPECT_EQ(result.load.duplicated, 0u);
    EXPECT_EQ(result.load.out_of_order, 0u);
    EXPECT_LE(result.load.damaged, 1u) << "one line may be cut off";
}

TEST(Endurance, LeavesNoHandleBehind) {
    const auto result = endurance::soak({.minutes = 0.01});
    EXPECT_EQ(result.lost, 0u);
    EXPECT_GT(result.rounds, 0u);
    EXPECT_LE(result.handles_after, result.handles_before);
}
