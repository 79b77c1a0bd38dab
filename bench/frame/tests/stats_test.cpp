// Figures of samples that were worked out by hand.
#include "bench/frame/stats.hpp"

#include <gtest/gtest.h>

namespace {

using bench::Histogram;

TEST(Median, IsTheMiddleOneOrTheMeanOfBoth) {
    EXPECT_EQ(bench::median({}), 0);
    EXPECT_EQ(bench::median({7}), 7);
    EXPECT_EQ(bench::median({9, 1, 5}), 5);
    EXPECT_EQ(bench::median({9, 1, 5, 7}), 6);
}

TEST(Spread, IsInPercentOfTheMedian) {
    EXPECT_EQ(bench::spread_percent({}), 0);
    EXPECT_EQ(bench::spread_percent({40}), 0);
    EXPECT_DOUBLE_EQ(bench::spread_percent({90, 100, 115}), 25);
    EXPECT_EQ(bench::spread_percent({0, 0, 0}), 0) << "not a number, of nothing";
}

TEST(JainIndex, IsOneIfAllHaveTheSame) { EXPECT_DOUBLE_EQ(bench::jain_index({3, 3, 3, 3}), 1); }

TEST(JainIndex, IsOneNthIfOneHasAll) {
    EXPECT_DOUBLE_EQ(bench::jain_index({8, 0, 0, 0}), 0.25);
    EXPECT_EQ(bench::jain_index({0, 0}), 1) << "nobody has less than another one";
}

TEST(SmallestShare, IsInPercentOfAll) {
    EXPECT_DOUBLE_EQ(bench::smallest_share_percent({30, 10, 60}), 10);
    EXPECT_EQ(bench::smallest_share_percent({0, 0}), 0);
}

TEST(Histogram, OfNothingAnswersZero) {
    const Histogram none;
    EXPECT_EQ(none.size(), 0u);
    EXPECT_EQ(none.quantile(0.5), 0);
}

TEST(Histogram, IsExactForSmallValues) {
    Histogram one;
    for (std::uint64_t value = 1; value <= 20; ++value) one.add(value);
    EXPECT_EQ(one.quantile(0.5), 10);
    EXPECT_EQ(one.quantile(0.95), 19);
    EXPECT_EQ(one.quantile(1), 20);
    EXPECT_EQ(one.quantile(0), 1);
}

TEST(Histogram, IsWithinOne32ndForLargeValues) {
    Histogram one;
    for (std::uint64_t value = 1; value <= 100'000; ++value) one.add(value * 37);
    for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999}) {
        const double right = share * 3'700'000;
        EXPECT_GE(one.quantile(share), right - 37) << share;
        EXPECT_LE(one.quantile(share), right * (1 + 1.0 / 32) + 37) << share;
    }
}

TEST(Histogram, NeverExceedsTheLargestWhichIsExact) {
    Histogram one;
    one.add(1'000'003);
    EXPECT_EQ(one.largest(), 1'000'003u);
    EXPECT_EQ(one.quantile(0.999), 1'000'003);
}

TEST(Histogram, TakesTheLargestNumberThereIs) {
    Histogram one;
    one.add(~std::uint64_t{0});
    EXPECT_EQ(one.largest(), ~std::uint64_t{0});
    EXPECT_EQ(one.quantile(1), 18446744073709551615.0);
}

TEST(Histogram, MergedIsAsIfOneHadCountedAll) {
    Histogram left, right, both;
    for (std::uint64_t value = 0; value < 5'000; ++value) {
        (value % 3 == 0 ? left : right).add(value * value);
        both.add(value * value);
    }
    left.add(right);
    EXPECT_EQ(left.size(), both.size());
    EXPECT_EQ(left.largest(), both.largest());
    for (const double share : {0.1, 0.5, 0.99})
        EXPECT_EQ(left.quantile(share), both.quantile(share));
}

}  // namespace
