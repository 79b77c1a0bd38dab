// corpus_test.cpp - every bug is found, every repaired twin is not accused.
#include "common/explore/tests/corpus/pair.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace {

// Why a bug cannot be found in a program of this compiler; "" if it can.
const char* not_seen_because(const Pair& pair) {
#if defined(WORKBOOK_SHARED_CLASS)
    const explore::Outcome kinds[] = {explore::Outcome::data_race, explore::Outcome::use_after_free,
                                      explore::Outcome::pending_request};
    if (std::find(std::begin(kinds), std::end(kinds), pair.finding) != std::end(kinds))
        return "this compiler does not report accesses to plain variables";
#endif
    (void)pair;
    return "";
}

class Bug : public testing::TestWithParam<Pair> {};
class Twin : public testing::TestWithParam<Pair> {};

TEST_P(Bug, IsFound) {
    const explore::Report report = explore::explore(GetParam().bug, GetParam().options);
    const std::string_view excuse = not_seen_because(GetParam());
    if (report.ok() && !excuse.empty()) GTEST_SKIP() << excuse;
    if (!excuse.empty()) return;  // what it leads to may be found all the same
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
