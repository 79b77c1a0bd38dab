// delta_test.cpp - milliseconds since the line before.
#include "chapters/11-syelog/daemon/delta.hpp"

#include <gtest/gtest.h>

using syelog::DeltaTimes;

TEST(Delta, ReplacesTheTimeByTheMillisecondsSinceTheLineBefore) {
    DeltaTimes delta;
    std::string lines =
        "20240131235959000  280 50.60: a\n"
        "20240131235959017 ---- --.50: the daemon's own\n"
        "20240201000000000  280 50.60: next month\n";
    delta(lines);
    EXPECT_EQ(lines,
              "      0  280 50.60: a\n"
              "     17 ---- --.50: the daemon's own\n"
              "    983  280 50.60: next month\n");
    lines = "20240201000100000  280 50.60: in the next buffer\n";
    delta(lines);
    EXPECT_EQ(lines, "  60000  280 50.60: in the next buffer\n");
}

TEST(Delta, LeavesWhatHasNoTimeAsItIs) {
    DeltaTimes delta;
    for (const std::string line :
         {"no time\n", "2024013123595900 sixteen digits\n", "202401312359590000 eighteen\n",
          "20241331235959000 month thirteen\n", "\n", "without end"}) {
        std::string lines = line;
        delta(lines);
        EXPECT_EQ(lines, line);
    }
}

TEST(Delta, GoesBackWithTheClock) {
    DeltaTimes delta;
    std::string lines = "20240131120000500 x\n20240131120000200 x\n";
    delta(lines);
    EXPECT_EQ(lines, "      0 x\n   -300 x\n");
}
