// conformance_test.cpp - the model answers as the kernel does: random sequences of API calls, the
// same calls in both, every result, out parameter and last error compared.
//
// The short run belongs to the tests. The long one is
//     WORKBOOK_SEQUENCES=100000 common_explore_conformance
// WORKBOOK_FIRST_SEED begins elsewhere; with WORKBOOK_SEQUENCES=1 it shows the transcripts of that
// seed.
#include "common/explore/tests/conformance/compare.hpp"
#include "common/explore/tests/conformance/generate.hpp"
#include "common/testing/wanted.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace conformance;

constexpr std::uint64_t kShortRun = 1'000;
constexpr std::uint64_t kChunk = 50;  // sequences per test: the watchdog watches each test

std::uint64_t sequences() { return workbook::wanted("WORKBOOK_SEQUENCES", kShortRun); }
std::uint64_t first_seed() { return workbook::wanted("WORKBOOK_FIRST_SEED", std::uint64_t{1}); }

class Random : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Random, SequencesAnswerAsTheKernel) {
    if (kernel_is_stuck()) GTEST_SKIP() << "an earlier sequence has left the kernel waiting";
    const std::uint64_t begin = first_seed() + GetParam() * kChunk;
    const std::uint64_t end = std::min(begin + kChunk, first_seed() + sequences());
    for (std::uint64_t seed = begin; seed < end; ++seed) {
        if (sequences() == 1) std::puts(show(generate(seed)).c_str());
        const auto found = difference(generate(seed));
        ASSERT_FALSE(found) << *found;
    }
}

INSTANTIATE_TEST_SUITE_P(Conformance, Random,
                         testing::Range<std::uint64_t>(0, (sequences() + kChunk - 1) / kChunk));

// Says how much was compared.
class Summary : public testing::Environment {
public:
    void TearDown() override {
        const Counts& all = counts();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin_;
        std::printf(
            "%llu sequences, %llu calls compared in %.1f s; %llu waits began while others "
            "went on; left out as undefined: %llu calls; %llu waits without an end became "
            "polls\n",
            static_cast<unsigned long long>(all.sequences),
            static_cast<unsigned long long>(all.calls), took.count(),
            static_cast<unsigned long long>(all.waits_that_block),
            static_cast<unsigned long long>(all.undefined),
            static_cast<unsigned long long>(all.polls));
        for (const auto& [name, times] : all.quirks)
            std::printf("  known quirk of Wine %s: %llu times\n", name.c_str(),
                        static_cast<unsigned long long>(times));
    }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

const testing::Environment* const summary = testing::AddGlobalTestEnvironment(new Summary);

}  // namespace
