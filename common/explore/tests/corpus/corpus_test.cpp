// corpus_test.cpp - every bug is found, every repaired twin is not accused.
#include "common/explore/tests/corpus/pair.hpp"

#include <gtest/gtest.h>

namespace {

class Bug : public testing::TestWithParam<Pair> {};
class Twin : public testing::TestWithParam<Pair> {};

TEST_P(Bug, IsFound) {
    const explore::Report report = explore::explore(GetParam().bug, GetParam().options);
    // A data race is shown by what it leads to, if that was found.
    const bool race = report.cause_outcome == explore::Outcome::data_race;
    EXPECT_STREQ(name_of(race ? report.cause_outcome : report.outcome), name_of(GetParam().finding))
        << "after " << report.executions << " executions\n"
        << report.text();
    RecordProperty("executions", std::to_string(report.executions));
}

TEST_P(Twin, HasNothing) {
    const explore::Report report = explore::explore(GetParam().twin, GetParam().options);
    EXPECT_TRUE(report.ok()) << report.text();
    EXPECT_TRUE(report.exhausted || report.preemptions >= 2)
        << report.executions << " executions, preemptions up to " << report.preemptions;
    EXPECT_EQ(report.redundant, 0u);
    RecordProperty("executions", std::to_string(report.executions));
}

std::string name_of_pair(const testing::TestParamInfo<Pair>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Corpus, Bug, testing::ValuesIn(corpus()), name_of_pair);
INSTANTIATE_TEST_SUITE_P(Corpus, Twin, testing::ValuesIn(corpus()), name_of_pair);

}  // namespace
