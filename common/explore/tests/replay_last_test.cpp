// What a result file says about the schedule that the last check has failed with.
#include "common/explore/testing/replay_last.hpp"

#include <gtest/gtest.h>

namespace {

using explore::finding_in;

// One passed test and one failed with this message; `end` is what comes after them.
std::string result(const std::string& message, const std::string& end) {
    return "workbook-result 1\ntest\tLab.Test1\tpassed\t\t\ntest\tLab.Test2\tfailed\tlost\t" +
           message + "\n" + end;
}
constexpr char kVerdict[] = "verdict\tlost\tLab.Test2\n";

}  // namespace

TEST(ReplayLast, IsTheScheduleOfTheTestThatDecided) {
    const auto found = finding_in(result("[lost] one is gone\\n\\nreplay: 7f3c-A3BA2B", kVerdict));
    EXPECT_EQ(found.test, "Lab.Test2");
    EXPECT_EQ(found.schedule, "7f3c-A3BA2B");
    EXPECT_EQ(found.why_none, "");
}

TEST(ReplayLast, EndsWhereASecondFailureBegins) {
    const auto found = finding_in(result("[lost] x\\nreplay: 7f3c-AB\\nFailed\\n[y] z", kVerdict));
    EXPECT_EQ(found.schedule, "7f3c-AB");
}

TEST(ReplayLast, SaysWhyThereIsNone) {
    const auto why = [](const std::string& text) {
        const auto found = finding_in(text);
        EXPECT_EQ(found.schedule, "") << text;
        return found.why_none;
    };
    EXPECT_EQ(why(""), "the file is no result of a `wb check`");
    EXPECT_EQ(why("\0\xFF rubbish"), "the file is no result of a `wb check`");
    EXPECT_EQ(why(result("[lost] x\\nreplay: 7f3c-AB", "")),
              "the last check did not get to its end");
    EXPECT_EQ(why(result("", "verdict\tpassed\t\n")), "the last check passed");
    EXPECT_EQ(why(result("[lost] x", kVerdict)), "the last check failed without a schedule");
    EXPECT_EQ(why(result("[lost] x", "verdict\thangs\tLab.Test3\n")),
              "the last check failed without a schedule");
    EXPECT_EQ(why("workbook-result 1\nverdict\tlost\n"),
              "the last check failed without a schedule");
}
