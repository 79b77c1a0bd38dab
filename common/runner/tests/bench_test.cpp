// bench_test.cpp - rows from programs' output, comparisons, command lines of `wb bench`.
#include "common/runner/bench/compare.hpp"
#include "common/runner/bench/options.hpp"
#include "common/runner/bench/tables.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/tests/scratch.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

constexpr char kOutput[] = R"({
  "context": {"executable": "x", "platform": "Wine 8.0", "processors": "2", "load": "7.5",
              "pinned": "processor 0",
              "warnings": "on battery; others use 54 % of the processors: wait; unpinned"},
  "benchmarks": [
    {"name": "locks/SRWLOCK, exclusive/threads:4/iterations:1/repeats:2/manual_time",
     "run_type": "iteration", "repetitions": 2, "repetition_index": 0, "threads": 1,
     "iterations": 1, "real_time": 30, "cpu_time": 1, "time_unit": "ns", "p99_ns": 100},
    {"name": "locks/plain/threads:4", "run_type": "iteration", "error_occurred": true,
     "error_message": "void: the counter is wrong"},
    {"name": "locks/SRWLOCK, exclusive/threads:4/iterations:1/repeats:2/manual_time",
     "run_type": "iteration", "repetition_index": 1, "real_time": 34, "cpu_time": 1,
     "time_unit": "ns", "p99_ns": 300},
    {"name": "locks/SRWLOCK, exclusive/threads:4_mean", "run_type": "aggregate", "real_time": 32}
  ]})";

BenchRun run_of(const char* output) {
    BenchRun run;
    run.add(Json::parse(output), "bench_x");
    return run;
}

/// A run with one row per list of samples.
BenchRun run_with(const std::vector<std::vector<double>>& rows, int sittings = 3) {
    BenchRun run;
    run.context.platform = "Wine 8.0";
    run.context.sittings = sittings;
    Json benchmarks = Json::array();
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const double sample : rows[i])
            benchmarks.push(Json::object({{"name", "g/row " + std::to_string(i)},
                                          {"real_time", sample},
                                          {"time_unit", "ns"}}));
    run.add(Json::object({{"context", Json::object()}, {"benchmarks", benchmarks}}), "bench_x");
    return run;
}

std::string verdict(const std::vector<double>& now, const std::vector<double>& before) {
    return std::string(name_of(compare(run_with({now}), run_with({before})).at("g/row 0").verdict));
}

TEST(BenchRowName, LosesWhatGoogleBenchmarkAdds) {
    const RowName name = RowName::parse(
        "locks/SRWLOCK, exclusive/contention:high/threads:4/iterations:1/repeats:3/manual_time");
    EXPECT_EQ(name.group, "locks");
    EXPECT_EQ(name.row, "SRWLOCK, exclusive");
    EXPECT_EQ(name.params_text(), "contention:high  threads:4");
    EXPECT_EQ(name.text(), "locks/SRWLOCK, exclusive/contention:high/threads:4");
}

TEST(BenchRowName, WithoutAGroupIsInOther) {
    EXPECT_EQ(RowName::parse("corpus_bugs/iterations:1").text(), "other/corpus_bugs");
    EXPECT_EQ(RowName::parse("").text(), "other/");
}

TEST(BenchRun, TakesEachRepetitionAsASample) {
    const BenchRun run = run_of(kOutput);
    ASSERT_EQ(run.rows.size(), 2u);
    EXPECT_EQ(run.rows[0].samples, (std::vector<double>{30, 34}));
    ASSERT_EQ(run.rows[0].counters.size(), 1u);
    EXPECT_EQ(run.rows[0].counters[0].first, "p99_ns");
    EXPECT_EQ(run.rows[0].counters[0].second, (std::vector<double>{100, 300}));
}

TEST(BenchRun, AVoidSampleVoidsTheRowForAllSittings) {
    BenchRun run = run_of(kOutput);
    run.add(Json::parse(R"({"context": {}, "benchmarks": [
        {"name": "locks/plain/threads:4", "real_time": 1, "time_unit": "ns"}]})"),
            "bench_x");
    EXPECT_EQ(run.rows[1].void_because, "the counter is wrong");
    EXPECT_TRUE(run.rows[1].samples.empty());
}

TEST(BenchRun, KeepsEachWarningOnce) {
    BenchRun run = run_of(kOutput);
    run.add(Json::parse(kOutput), "bench_x");
    EXPECT_EQ(run.context.warnings, (std::vector<std::string>{"on battery", "unpinned"}));
    EXPECT_EQ(run.context.processors, 2);
    EXPECT_EQ(run.context.load(), 7.5);
}

TEST(BenchRun, ComesBackFromItsOwnJson) {
    BenchRun run = run_of(kOutput);
    run.context.sittings = 1;
    run.context.quick = true;
    const Json json = run.to_json();
    EXPECT_EQ(BenchRun::from_json(Json::parse(json.write()), "x.json").to_json().write(),
              json.write());
}

TEST(BenchRun, RefusesWhatIsNone) {
    BenchRun run;
    EXPECT_THROW(run.add(Json::parse("[]"), "bench_x"), Problem);
    EXPECT_THROW(run.add(Json::parse(R"({"benchmarks": 3, "context": {}})"), "bench_x"), Problem);
    EXPECT_THROW((void)BenchRun::from_json(Json::parse(R"({"rows": []})"), "x.json"), Problem);
    EXPECT_THROW((void)BenchRun::from_json(Json::parse(kOutput), "x.json"), Problem);
}

const std::vector<double> kTen = {10.0, 10.1, 10.2, 9.9, 10.05, 10.3, 10.15, 9.8, 10.25};
std::vector<double> times(const std::vector<double>& values, double factor) {
    std::vector<double> out;
    for (std::size_t i = 0; i < values.size(); ++i)
        out.push_back(values[i] * factor + 1e-3 * static_cast<double>(i));  // no ties
    return out;
}

TEST(Compare, CallsAClearChangeByItsName) {
    EXPECT_EQ(verdict(times(kTen, 2), kTen), "slower");
    EXPECT_EQ(verdict(times(kTen, 0.5), kTen), "faster");
}

TEST(Compare, CallsNothingThatIsUnderTenPercent) {
    EXPECT_EQ(verdict(times(kTen, 1.08), kTen), "no difference shown");
    EXPECT_EQ(verdict(kTen, kTen), "no difference shown");
}

TEST(Compare, DoesNotTakeOneSittingForThree) {
    // Two sittings are three times slower, the third is as before: the process, not the code.
    std::vector<double> now = times(kTen, 3);
    for (std::size_t i = 0; i < 3; ++i) now[i] = kTen[i] - 0.01;
    EXPECT_EQ(verdict(now, kTen), "no difference shown");
}

TEST(Compare, AsksMoreOfManyRows) {
    // One change among two hundred rows without one: 4.1e-5 for it, times 200, is still a surprise.
    // With six samples on each side (2 of 924 orders) it is none.
    std::vector<std::vector<double>> before(200, kTen);
    std::vector<std::vector<double>> now = before;
    now[7] = times(kTen, 2);
    EXPECT_EQ(compare(run_with(now), run_with(before)).at("g/row 7").verdict,
              Comparison::Verdict::slower);
    for (auto* rows : {&before, &now})
        for (auto& row : *rows) row.resize(6);
    EXPECT_EQ(compare(run_with(now), run_with(before)).at("g/row 7").verdict,
              Comparison::Verdict::no_difference);
}

TEST(Compare, LeavesOutWhatIsVoidOrNew) {
    const auto seen = compare(run_with({{}, kTen}), run_with({kTen}));
    EXPECT_FALSE(seen.contains("g/row 0"));  // it has no sample now, so no row
    EXPECT_FALSE(seen.contains("g/row 1"));
    const BenchRun with_void = run_of(kOutput);
    EXPECT_EQ(compare(with_void, with_void).at("locks/plain/threads:4").verdict,
              Comparison::Verdict::not_comparable);
}

TEST(Compare, DoesNotTakeTheMachineForTheCode) {
    // Everything that asks the kernel is slower by a quarter, half of the group; row 0 does not.
    std::vector<std::vector<double>> before(10, kTen);
    std::vector<std::vector<double>> now = before;
    for (std::size_t i = 1; i < 6; ++i) now[i] = times(kTen, 1.25 + 0.01 * static_cast<double>(i));
    for (const auto& [name, seen] : compare(run_with(now), run_with(before)))
        EXPECT_EQ(seen.verdict, Comparison::Verdict::no_difference) << name;
    // Nor is a row faster because all the others are slower.
    now.assign(10, times(kTen, 1.5));
    now[3] = kTen;
    EXPECT_EQ(compare(run_with(now), run_with(before)).at("g/row 3").verdict,
              Comparison::Verdict::no_difference);
}

TEST(Compare, SeesARowThatLeavesItsNeighboursBehind) {
    std::vector<std::vector<double>> before(10, kTen);
    std::vector<std::vector<double>> now(10, times(kTen, 1.25));
    now[4] = times(kTen, 2);
    const auto seen = compare(run_with(now), run_with(before));
    EXPECT_EQ(seen.at("g/row 4").verdict, Comparison::Verdict::slower);
    EXPECT_EQ(seen.at("g/row 5").verdict, Comparison::Verdict::no_difference);
    EXPECT_EQ(doubts(run_with(now), run_with(before)).size(), 1u);  // the group as a whole
}

TEST(Compare, SaysOnceThatAGroupHasMovedWhereverItsRowsLie) {
    const auto run = [](double factor) {
        BenchRun made = run_with(std::vector<std::vector<double>>(8, kTen));
        for (std::size_t i = 0; i < made.rows.size(); i += 2) {
            made.rows[i].name.group = "every other";
            made.rows[i].samples = times(kTen, factor);
        }
        return BenchRun::from_json(made.to_json(), "x.json");
    };
    const std::vector<std::string> said = doubts(run(1.5), run(1));
    ASSERT_EQ(said.size(), 1u);
    EXPECT_NE(said[0].find("the group every other as a whole takes 1.50"), std::string::npos);
}

TEST(Compare, TakesNoNeighbourFromTheSameCode) {
    // "g/lock/threads:1" to "threads:4" are one lock: they all change, or none.
    const auto run = [](double factor) {
        BenchRun made = run_with(std::vector<std::vector<double>>(8, kTen));
        for (std::size_t i = 0; i < 4; ++i) {
            made.rows[i].name.row = "lock";
            made.rows[i].name.params = {{"threads", std::to_string(i)}};
            made.rows[i].samples = times(kTen, factor);
        }
        return BenchRun::from_json(made.to_json(), "x.json");
    };
    const auto seen = compare(run(1.5), run(1));
    EXPECT_EQ(seen.at("g/lock/threads:2").verdict, Comparison::Verdict::slower);
    EXPECT_EQ(seen.at("g/row 7").verdict, Comparison::Verdict::no_difference);
}

TEST(Compare, SaysNothingAboutADisturbedRun) {
    BenchRun now = run_with({times(kTen, 2)});
    const BenchRun before = run_with({kTen});
    now.context.looks = {0, 54, 3};  // one look among many proves nothing
    EXPECT_EQ(compare(now, before).at("g/row 0").verdict, Comparison::Verdict::slower);
    now.context.looks = {54, 54, 3};
    EXPECT_EQ(compare(now, before).at("g/row 0").verdict, Comparison::Verdict::not_comparable);
    EXPECT_EQ(compare(before, now).at("g/row 0").verdict, Comparison::Verdict::not_comparable);
    ASSERT_EQ(doubts(now, before).size(), 1u);
    EXPECT_NE(doubts(now, before)[0].find("during this run"), std::string::npos);
}

TEST(Compare, DoubtsRunsThatAreNotAlike) {
    BenchRun now = run_with({kTen});
    BenchRun before = run_with({kTen});
    EXPECT_TRUE(doubts(now, before).empty());
    now.context.platform = "Windows 10.0.22631";
    before.context.quick = true;
    before.rows[0].samples.resize(3);
    EXPECT_EQ(doubts(now, before).size(), 3u);
}

TEST(TimeText, HasThreeDigitsAndItsUnit) {
    EXPECT_EQ(time_text(31.46, "ns"), "31.5 ns");
    EXPECT_EQ(time_text(1234, "ns"), "1.23 us");
    EXPECT_EQ(time_text(59'900, "ms"), "59.9 s");
    EXPECT_EQ(time_text(5'000'000, "s"), "5.00e+06 s");
    EXPECT_EQ(time_text(3, "records"), "3.00 records");
}

TEST(BenchTables, HaveEveryRowAndEscapeIt) {
    BenchRun run = run_of(kOutput);
    run.rows[1].void_because = "<b>no & never</b>";
    const Session session{{}, {}, Screen(true), {}, {}, false};
    const std::string html = run_as_html(session, run, {});
    EXPECT_NE(html.find("<th scope=\"row\">SRWLOCK, exclusive  threads:4</th><td>32.0 ns</td>"),
              html.npos);
    EXPECT_NE(html.find("VOID: &lt;b&gt;no &amp; never&lt;/b&gt;"), html.npos);
}

TEST(BenchOptions, AreReadOneByOne) {
    const BenchOptions options = bench_options(
        {"bench", "ch03", "--against", "base.json", "--filter", "SRW", "--sittings", "5", "--pin"});
    EXPECT_EQ(options.word, "ch03");
    EXPECT_EQ(options.against, "base.json");
    EXPECT_EQ(options.filter, "SRW");
    EXPECT_EQ(options.sittings, 5);
    EXPECT_EQ(options.repetitions, 3);
    EXPECT_TRUE(options.pin);
    EXPECT_TRUE(options.open);
}

TEST(BenchOptions, OfAQuickRunAreFew) {
    EXPECT_EQ(bench_options({"bench", "--quick"}).sittings, 1);
    EXPECT_EQ(bench_options({"bench", "--quick", "--sittings", "2"}).sittings, 2);
}

TEST(BenchOptions, ThatMakeNoSenseAreRefused) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"bench", "--against"},
                                               {"bench", "--sittings", "0"},
                                               {"bench", "--sittings", "1000"},
                                               {"bench", "--repetitions", "-1"},
                                               {"bench", "--fast"},
                                               {"bench", "locks", "io"}})
        EXPECT_THROW((void)bench_options(words), Problem) << words.back();
}

TEST(BenchPrograms, AreFoundByTheirChapters) {
    const Scratch scratch;
    scratch.file("bench/threads.cpp", "// threads\n// Chapters: 01 10\n\nint main() {}\n");
    scratch.file("bench/helper.cpp", "// No program.\nint main() {}  // Chapters: 01\n");
    scratch.file("bench/locks/locks.cpp", "// Chapters: 03\nint wmain() {}\n");
    scratch.file("bench/frame/frame.cpp", "int frame();\n");
    scratch.file("bench/signals/ping_pong.cpp", "// Chapters:\nint main() {}\n");
    const auto all = bench_programs(scratch.root());
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[1].program(), "bench_locks");
    EXPECT_EQ(all[2].program(), "bench_ping_pong");
    EXPECT_EQ(all[0].chapters, (std::vector<std::string>{"01", "10"}));
    EXPECT_EQ(bench_programs(scratch.root(), "ch10").size(), 1u);
    EXPECT_EQ(bench_programs(scratch.root(), "bench_locks").size(), 1u);
    EXPECT_THROW((void)bench_programs(scratch.root(), "ch02"), Problem);
}

}  // namespace
}  // namespace runner
