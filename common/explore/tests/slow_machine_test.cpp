// slow_machine_test.cpp - on a machine that takes a hundred times as long the same is found, and
// it is told in the same words.
#include "common/explore/shared.hpp"
#include "common/explore/testing/checks.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/compat.hpp"

#include <atomic>
#include <chrono>

namespace {

using explore::Outcome;
using explore::Report;

// Under its name it would be the explorer's, which takes no time.
const auto real_sleep = w32::find_function<void WINAPI(DWORD)>(L"kernel32", "Sleep");
DWORD an_execution_takes_ms = 0;

// The race is there at once. What it leads to is found last, for it comes before all the rest.
void loses_an_update_at_first() {
    if (an_execution_takes_ms != 0) real_sleep(an_execution_takes_ms);
    Shared<int> count = 0;
    std::atomic<int> sum = 0;
    const auto add = [&] {
        count = count + 1;
        for (int i = 0; i < 5; ++i) ++sum;
    };
    together(add, add);
    if (count != 2) explore::check_failed("[lost-update] one of two", __FILE__, __LINE__);
}

TEST(SlowMachine, FindsTheSame) {
    an_execution_takes_ms = 0;
    const Report quick = EXPLORE_EXPECT_FAILURE(loses_an_update_at_first, Outcome::assertion);
    an_execution_takes_ms = 10;
    const auto begin = std::chrono::steady_clock::now();
    const Report slow = EXPLORE_EXPECT_FAILURE(loses_an_update_at_first, Outcome::assertion);
    const auto took = std::chrono::steady_clock::now() - begin;
    EXPECT_GT(took, std::chrono::seconds(2)) << "too few executions to tell the two apart";
    EXPECT_EQ(quick.diagnosis, "lost-update");
    EXPECT_EQ(quick.cause_outcome, Outcome::data_race);
    EXPECT_EQ(slow.text(), quick.text());
}

}  // namespace
