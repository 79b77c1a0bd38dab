// What is printed of rows, and which names a row may have.
#include "bench/frame/table.hpp"
#include "bench/frame/context.hpp"

#include <gtest/gtest.h>

namespace {

using bench::Row;
using bench::Sample;

Row spinning() {
    return {"locks",
            "CAS spin, yields",
            {{"contention", "high"}, {"threads", "4"}},
            {{100, {{"jain", 0.5}}}, {110, {{"jain", 0.75}}}, {105, {{"jain", 1}}}}};
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(RowName, HoldsTheParametersInTheirOrder) {
    EXPECT_EQ(spinning().full_name(), "locks/CAS spin, yields/contention:high/threads:4");
}

TEST(RowName, MayHoldNoSlash) {
    EXPECT_EQ(bench::bad_name(spinning()), "");
    EXPECT_TRUE(holds(bench::bad_name({"locks", "read/write", {}}), "read/write"));
    EXPECT_TRUE(holds(bench::bad_name({"lo/cks", "x", {}}), "lo/cks"));
    EXPECT_NE(bench::bad_name({"", "x", {}}), "");
    EXPECT_NE(bench::bad_name({"locks", "", {}}), "");
}

TEST(RowName, HasParametersWithoutColonsAndSlashes) {
    EXPECT_NE(bench::bad_name({"locks", "x", {{"a:b", "1"}}}), "");
    EXPECT_NE(bench::bad_name({"locks", "x", {{"a", "1/2"}}}), "");
    EXPECT_NE(bench::bad_name({"locks", "x", {{"", "1"}}}), "");
}

TEST(RowFigures, AreMediansOverTheSamples) {
    EXPECT_DOUBLE_EQ(spinning().median_ns(), 105);
    EXPECT_DOUBLE_EQ(spinning().counter("jain"), 0.75);
    EXPECT_NEAR(spinning().spread(), 9.52, 0.01);
}

TEST(Tables, ShowARowWithItsParametersAndCounters) {
    const std::string text = bench::tables({spinning()});
    EXPECT_TRUE(holds(text, "locks ")) << text;
    EXPECT_TRUE(holds(text, "jain")) << text;
    EXPECT_TRUE(holds(text, "CAS spin, yields  contention high, threads 4")) << text;
    EXPECT_TRUE(holds(text, "105.0")) << text;
    EXPECT_TRUE(holds(text, "0.750")) << text;
    EXPECT_FALSE(holds(text, "WARNING")) << text;
}

TEST(Tables, LeaveOutWhatWasNotMeasured) {
    EXPECT_EQ(bench::tables({{"locks", "never ran", {}}}), "");
}

TEST(Tables, KeepTheOrderOfTheRows) {
    const std::string text = bench::tables({{"b", "yardstick", {}, {{1, {}}}},
                                            {"a", "other", {}, {{1, {}}}},
                                            {"b", "next", {}, {{2, {}}}}});
    EXPECT_LT(text.find("yardstick"), text.find("next"));
    EXPECT_LT(text.find("next"), text.find("other")) << "one table for each group";
}

TEST(Tables, SayWhyARowIsVoid) {
    Row row = spinning();
    row.samples[1] = Sample::nothing("the counter is 7, not 8");
    const std::string text = bench::tables({row});
    EXPECT_TRUE(holds(text, "VOID: the counter is 7, not 8")) << text;
    EXPECT_FALSE(holds(text, "105.0")) << "a void row shows no figures";
}

TEST(Tables, ShowADashForACounterThatARowLacks) {
    const std::string text = bench::tables({spinning(), {"locks", "bare", {}, {{3, {}}}}});
    EXPECT_TRUE(holds(text, "3.00         -")) << "one sample has no spread\n" << text;
}

TEST(Tables, WarnOfAWideSpreadOnly) {
    Row row = spinning();
    row.samples[0].ns = 84;
    EXPECT_FALSE(holds(bench::tables({row}), "WARNING")) << "25 of 105 is less than a quarter";
    row.samples[0].ns = 80;
    EXPECT_TRUE(holds(bench::tables({row}),
                      "WARNING: locks/CAS spin, yields/contention:high/threads:4: spread"));
}

TEST(NumberText, HasFourDigitsAtMost) {
    EXPECT_EQ(bench::number_text(0), "0.000");
    EXPECT_EQ(bench::number_text(0.0314), "0.031");
    EXPECT_EQ(bench::number_text(3.14159), "3.14");
    EXPECT_EQ(bench::number_text(31.4159), "31.4");
    EXPECT_EQ(bench::number_text(3141.59), "3142");
    EXPECT_EQ(bench::number_text(31415.9), "31.4 k");
    EXPECT_EQ(bench::number_text(31415926), "31.4 M");
}

TEST(Pinned, NamesTheOneProcessor) {
    EXPECT_EQ(bench::pinned_text(1), "processor 0");
    EXPECT_EQ(bench::pinned_text(8), "processor 3");
    EXPECT_EQ(bench::pinned_text(3), "no");
}

TEST(Warnings, AreSilentOnAQuietPinnedMachine) {
    bench::Machine machine;
    machine.processors = 4;
    machine.pinned = "processor 0";
    machine.power = "mains";
    machine.load = 3;
    EXPECT_TRUE(bench::warnings_of(machine).empty());
    machine.wineserver_on = "0";
    EXPECT_TRUE(bench::warnings_of(machine).empty());
}

TEST(Warnings, NameEachThingThatMakesFiguresWorthless) {
    bench::Machine machine;
    machine.processors = 4;
    machine.pinned = "no";
    machine.power = "battery";
    machine.load = 60;
    machine.optimized = false;
    EXPECT_EQ(bench::warnings_of(machine).size(), 4u);
    machine.pinned = "processor 0";
    machine.wineserver_on = "0-3";
    EXPECT_TRUE(holds(bench::warnings_of(machine).back(), "wineserver")) << "in place of pinning";
}

}  // namespace
