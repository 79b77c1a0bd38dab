// report_test.cpp - figures as sentences.
#include "chapters/11-syelog/daemon/report.hpp"

#include <gtest/gtest.h>

using syelog::Figures;
using syelog::in_all;
using syelog::per_second;

TEST(Report, TellsWhatHappenedInASecond) {
    const Figures before{.daemon = {.records = 1000, .bytes = 100'000, .reads = 100},
                         .log = {.lines = 1000, .bytes = 0, .calls = 10}};
    const Figures now{.daemon = {.records = 3400, .bytes = 340'000, .reads = 140, .connected = 8},
                      .log = {.lines = 3400, .bytes = 0, .calls = 1010}};
    EXPECT_EQ(per_second(before, now, 2.0),
              "1200 records/s, 117 KiB/s, 8 clients, 60 records per read, 2.4 lines per write");
}

TEST(Report, DividesByNothingWhenNothingHappened) {
    EXPECT_EQ(per_second({}, {}, 1.0),
              "0 records/s, 0 KiB/s, 0 clients, 0 records per read, 0 lines per write");
}

TEST(Report, SaysWhatIsNotAsItShouldBe) {
    const Figures figures{
        .daemon = {.records = 5, .malformed = 1, .unfinished = 2, .refused = 3, .deaf = true},
        .loss = {.lines = 4, .first_error = 112},
        .cut_off = 5};
    EXPECT_EQ(
        in_all(figures),
        "in all 5 records of 0 clients, 0 KiB; 0 filtered; 0 records per read, 0 lines per "
        "write; 1 clients cut off for what they sent, 2 records without an end, 3 requests to "
        "stop refused, 4 lines lost, 5 readers cut off, no client can come");
}
