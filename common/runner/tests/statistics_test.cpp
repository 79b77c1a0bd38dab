// statistics_test.cpp - the figures are those of published tables and of R (wilcox.test, p.adjust).
#include "common/runner/bench/statistics.hpp"

#include <gtest/gtest.h>

namespace {

using runner::holm;
using runner::mann_whitney;
using runner::median;
using runner::spread_percent;
using Values = std::vector<double>;

TEST(Median, IsTheMiddleOne) {
    EXPECT_EQ(median({}), 0);
    EXPECT_EQ(median({5}), 5);
    EXPECT_EQ(median({9, 1, 2}), 2);
    EXPECT_EQ(median({9, 1, 2, 4}), 3);
}

TEST(Spread, IsFromSmallestToLargestInPercentOfTheMedian) {
    EXPECT_EQ(spread_percent({}), 0);
    EXPECT_EQ(spread_percent({7}), 0);
    EXPECT_DOUBLE_EQ(spread_percent({9, 10, 12}), 30);
    EXPECT_EQ(spread_percent({-1, 0, 1}), 0);
}

TEST(MannWhitney, IsExactForFewValues) {
    // All of one side below all of the other: 2 of the 20 orders of 3 and 3 are as one-sided.
    EXPECT_DOUBLE_EQ(mann_whitney({1, 2, 3}, {4, 5, 6}), 0.1);
    EXPECT_DOUBLE_EQ(mann_whitney({4, 5, 6}, {1, 2, 3}), 0.1);
    // 2 of the 48 620 orders of 9 and 9.
    EXPECT_NEAR(mann_whitney({1, 2, 3, 4, 5, 6, 7, 8, 9}, {10, 11, 12, 13, 14, 15, 16, 17, 18}),
                4.1135e-5, 1e-9);
    // wilcox.test(c(1.1, 2.2, 3.3, 4.4), c(2.5, 3.6, 4.7, 5.8, 6.9)): W = 3, p = 0.1111
    EXPECT_NEAR(mann_whitney({1.1, 2.2, 3.3, 4.4}, {2.5, 3.6, 4.7, 5.8, 6.9}), 0.1111, 5e-5);
}

TEST(MannWhitney, OfTheSameValuesShowsNothing) {
    EXPECT_EQ(mann_whitney({}, {1}), 1);
    EXPECT_EQ(mann_whitney({1, 1, 1}, {1, 1, 1}), 1);
    EXPECT_EQ(mann_whitney({1, 4}, {2, 3}), 1);
}

TEST(MannWhitney, IsApproximatedWithTies) {
    // wilcox.test(c(1, 2, 2, 3, 3), c(3, 4, 4, 5, 6), exact = FALSE): p = 0.01924
    EXPECT_NEAR(mann_whitney({1, 2, 2, 3, 3}, {3, 4, 4, 5, 6}), 0.01924, 5e-6);
}

TEST(Holm, WeighsTheSmallestByTheirNumberAndNeverFalls) {
    EXPECT_EQ(holm({}), Values{});
    // p.adjust(c(0.01, 0.04, 0.03), "holm")
    const Values adjusted = holm({0.01, 0.04, 0.03});
    EXPECT_DOUBLE_EQ(adjusted[0], 0.03);
    EXPECT_DOUBLE_EQ(adjusted[1], 0.06);
    EXPECT_DOUBLE_EQ(adjusted[2], 0.06);
    EXPECT_EQ(holm({0.9, 0.8}), (Values{1, 1}));
}

}  // namespace
