// The command line and the names of labs, on a small workbook of its own.
#include "common/runner/commands/request.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/tests/scratch.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

using Words = std::vector<std::string>;

class SmallWorkbook : public testing::Test {
protected:
    SmallWorkbook() {
        add_lab("01-threads", "loop", "L01");
        add_lab("01-threads", "ledger", "L02");
        add_lab("03-locks", "transfer", "L09");
        demo("chapters/03-locks/order.cpp", "// order.cpp - who is first?\n");
        demo("chapters/11-syelog/syelog.cpp", "// A daemon.\n");
        scratch_.file("chapters/03-locks/claims_test.cpp", "// tests\nint main() {}\n");
        scratch_.file("chapters/11-syelog/syelogd.cpp", "// no demo\nint main() {}\n");
        scratch_.file("solutions/01-threads/loop/mistakes/sleep.hpp", "");
        scratch_.file("solutions/01-threads/loop/alternatives/heap.hpp", "");
        catalog_ = load_catalog(scratch_.root());
    }

    void add_lab(const std::string& chapter, const std::string& name, const std::string& id) {
        scratch_.file("labs/" + chapter + '/' + name + "/lab.txt",
                      "id: " + id + "\ntitle: T\nminutes: 5\ndiagnosis: d\nverdict: " +
                          (name == "transfer" ? "E\nbreak: Test2_Breaks AB\n" : "L\n"));
    }
    void demo(const std::string& file, const std::string& heading) {
        scratch_.file(file, heading + "#include \"common/demo/demo.hpp\"\nint main() {}\n");
    }
    Words targets(const Words& words, const char* ninja = "") const {
        return targets_of(understand(words, catalog_, progress_), scratch_.root(), ninja);
    }
    std::string complaint(const Words& words) const {
        try {
            (void)understand(words, catalog_, progress_);
        } catch (const Problem& problem) {
            EXPECT_EQ(problem.code(), kUsage);
            return problem.what();
        }
        return "no complaint";
    }

    Scratch scratch_;
    Catalog catalog_;
    Progress progress_;
};

TEST_F(SmallWorkbook, FindsALabByEachOfItsNames) {
    for (const char* word : {"L09", "l09", "transfer", "03-locks/transfer", "lab_03_transfer"})
        EXPECT_EQ(catalog_.lab(word).card.id, "L09") << word;
    EXPECT_THROW(catalog_.lab("L1"), Problem);
}

TEST_F(SmallWorkbook, AsksWhichLabIsMeantWhenANameIsThereTwice) {
    add_lab("05-more", "loop", "L20");
    catalog_ = load_catalog(scratch_.root());
    EXPECT_EQ(complaint({"check", "loop"}),
              "'loop' is in 01-threads and in 05-more; say 01-threads/loop");
    EXPECT_EQ(targets({"check", "05-more/loop"}), (Words{"lab_05_loop"}));
}

TEST_F(SmallWorkbook, RefusesTwoLabsWithOneId) {
    add_lab("05-more", "again", "L01");
    EXPECT_THROW((void)load_catalog(scratch_.root()), Problem);
}

TEST_F(SmallWorkbook, TakesADemosTitleFromItsFirstLine) {
    EXPECT_EQ(catalog_.demo("order").title, "who is first?");
    EXPECT_EQ(catalog_.demo("syelog").title, "A daemon.");
    EXPECT_THROW((void)catalog_.demo("syelogd"), Problem);
    EXPECT_THROW((void)catalog_.demo("claims_test"), Problem);
}

TEST_F(SmallWorkbook, ChecksTheNextLabThatWasNotPassed) {
    EXPECT_EQ(targets({"check"}), (Words{"lab_01_loop"}));
    progress_.set_passed("L01", "2026-11-22");
    EXPECT_EQ(targets({"check"}), (Words{"lab_01_ledger"}));
    progress_.set_passed("L02", "2026-11-22");
    progress_.set_passed("L09", "2026-11-22");
    EXPECT_EQ(targets({"check"}), Words{});
}

TEST_F(SmallWorkbook, ChecksAChapterAndAll) {
    EXPECT_EQ(targets({"check", "ch01"}), (Words{"lab_01_loop", "lab_01_ledger"}));
    EXPECT_EQ(targets({"check", "all"}).size(), 3u);
    EXPECT_EQ(complaint({"check", "ch11"}), "chapter 11-syelog has no labs");
}

TEST_F(SmallWorkbook, BuildsTheWholeSyelogDemoWhereThereIsATargetForIt) {
    EXPECT_EQ(targets({}), (Words{"demo_11_syelog", "lab_01_loop"}));
    EXPECT_EQ(targets({}, "x\nbuild workbook_syelog_demo: phony y\n"),
              (Words{"workbook_syelog_demo", "lab_01_loop"}));
    EXPECT_EQ(targets({"demo", "order"}), (Words{"demo_03_order"}));
    EXPECT_EQ(targets({"grade", "a class", "ch01", "--limit", "20"}), (Words{"grade_parts"}));
    EXPECT_EQ(targets({"verify", "L01"}), (Words{"solution_01_loop", "alternative_01_loop_heap",
                                                 "mistake_01_loop_sleep", "lab_01_loop"}));
    EXPECT_EQ(targets({"verify"}), (Words{"all"}));
}

TEST_F(SmallWorkbook, TestsAChapterWithItsSolutionsAndMistakes) {
    EXPECT_EQ(targets({"test"}), (Words{"all"}));
    EXPECT_EQ(targets({"test", "ch1"}, "\nbuild ch01: phony x\n"),
              (Words{"ch01", "solution_01_loop", "alternative_01_loop_heap",
                     "mistake_01_loop_sleep", "solution_01_ledger"}));
}

TEST_F(SmallWorkbook, TestsAnExploredLabOnRealThreadsToo) {
    EXPECT_EQ(targets({"test", "ch3"}),
              (Words{"solution_03_transfer", "native_03_transfer", "native_starter_03_transfer"}));
    scratch_.file("labs/03-locks/transfer/lab.txt",
                  "id: L09\ntitle: T\nminutes: 5\ndiagnosis: d\nverdict: E\noutcomes: solution\n");
    EXPECT_EQ(targets({"test", "ch3"}), (Words{"solution_03_transfer", "native_03_transfer"}));
}

TEST_F(SmallWorkbook, DrawsTheTimelineOfOneLab) {
    EXPECT_EQ(targets({"timeline"}), (Words{"lab_01_loop"}));
    EXPECT_EQ(targets({"timeline", "L09"}), (Words{"lab_03_transfer"}));
    EXPECT_EQ(targets({"timeline", "L09"}, "\nbuild workbook_pages: phony x\n"),
              (Words{"workbook_pages", "lab_03_transfer"}));
    EXPECT_EQ(complaint({"timeline", "L09", "again"}), "`wb timeline` does not take 'again'");
    EXPECT_NE(complaint({"timeline", "all"}), "no complaint");
}

TEST_F(SmallWorkbook, GivesTheNextHintThatWasNotSeen) {
    const auto level = [&](const Words& words) {
        return understand(words, catalog_, progress_).hint_level;
    };
    EXPECT_EQ(level({"hint"}), 1);
    progress_.set_hints_seen("L01", 1);
    EXPECT_EQ(level({"hint"}), 2);
    progress_.set_hints_seen("L01", 3);
    EXPECT_EQ(level({"hint"}), 3);
    EXPECT_EQ(level({"hint", "L01", "1"}), 1);
    EXPECT_EQ(level({"hint", "2"}), 2);
    EXPECT_EQ(complaint({"hint", "4"}), "there are hints 1, 2 and 3, not 4");
}

TEST_F(SmallWorkbook, ReplaysAnExploredLabAlone) {
    EXPECT_EQ(targets({"replay", "L09"}), (Words{"lab_03_transfer"}));
    const Words typed{"replay", "transfer", "7f3c-A3BA2B"};
    EXPECT_EQ(understand(typed, catalog_, progress_).schedule, "7f3c-A3BA2B");
    const std::string other = " has no schedules to replay: its judge does not explore them";
    EXPECT_EQ(complaint({"replay", "L01"}), "L01" + other);
    EXPECT_EQ(complaint({"replay"}), "L01" + other);  // the next one
    progress_.set_passed("L01", "2026-11-22");
    progress_.set_passed("L02", "2026-11-22");
    EXPECT_EQ(targets({"replay"}), (Words{"lab_03_transfer"}));
    EXPECT_EQ(complaint({"replay", "L09", "hello"}),
              "'hello' is no schedule: they look like 7f3c-A3BA2B");
    EXPECT_EQ(complaint({"replay", "L09", ""}), "'' is no schedule: they look like 7f3c-A3BA2B");
    EXPECT_EQ(complaint({"replay", "L09", "7f3c-A", "more"}), "`wb replay` does not take 'more'");
    EXPECT_EQ(complaint({"replay", "ch03"}),
              "there is no lab 'ch03'; `wb list` shows what there is");
}

TEST_F(SmallWorkbook, BreaksALabThatHasABreakStage) {
    const auto letters = [&](const std::string& typed) {
        return understand({"break", "L09", typed}, catalog_, progress_).schedule;
    };
    EXPECT_EQ(understand({"break"}, catalog_, progress_).command, Command::list_breaks);
    EXPECT_EQ(targets({"break"}), Words{});
    EXPECT_EQ(targets({"break", "L09"}), (Words{"lab_03_transfer"}));
    EXPECT_EQ(understand({"break", "L09"}, catalog_, progress_).schedule, "");
    EXPECT_EQ(letters("abBA"), "ABBA");
    EXPECT_EQ(letters(std::string(100, 'M')).size(), 100u);
    const std::string none = " are no letters of threads: they look like ABBA";
    EXPECT_EQ(complaint({"break", "L09", "AB2"}), "'AB2'" + none);
    EXPECT_EQ(complaint({"break", "L09", "7f3c-AB"}), "'7f3c-AB'" + none);
    EXPECT_EQ(complaint({"break", "L09", ""}), "''" + none);
    EXPECT_EQ(complaint({"break", "L09", "A", "B"}), "`wb break` does not take 'B'");
    EXPECT_EQ(complaint({"break", "L09", std::string(101, 'A')}),
              "101 letters are too many: up to 100 can be followed");
    EXPECT_EQ(complaint({"break", "L01"}), "L01 has no break stage; `wb break` shows who has");
    EXPECT_EQ(complaint({"break", "L99"}), "there is no lab 'L99'; `wb list` shows what there is");
}

TEST_F(SmallWorkbook, PassesOnWhatComesAfterASyelogProgram) {
    const Words typed{"syelog", "view", "--follow", "a b", "", "--help", "\"x\\"};
    const Request request = understand(typed, catalog_, progress_);
    EXPECT_EQ(request.command, Command::syelog);
    EXPECT_EQ(request.arguments, (Words{"--follow", "a b", "", "--help", "\"x\\"}));
    EXPECT_EQ(targets(typed), (Words{"syelog_view"}));
    EXPECT_EQ(targets({"syelog", "daemon"}), (Words{"syelogd"}));
    EXPECT_EQ(targets({"syelog", "syelog_load", "--records", "1"}), (Words{"syelog_load"}));
    for (const Words& words : {Words{"syelog"}, Words{"syelog", "--help"}}) {
        EXPECT_EQ(understand(words, catalog_, progress_).command, Command::list_syelog);
        EXPECT_EQ(targets(words), Words{});
    }
    EXPECT_EQ(complaint({"syelog", "frob"}),
              "there is no syelog program 'frob'; `wb syelog` shows them");
}

TEST_F(SmallWorkbook, SaysInOneSentenceWhatItDoesNotKnow) {
    EXPECT_EQ(complaint({"frob"}), "there is no command 'frob'; `wb --help` shows them");
    EXPECT_EQ(complaint({"check", "L99"}), "there is no lab 'L99'; `wb list` shows what there is");
    EXPECT_EQ(complaint({"check", "ch77"}),
              "there is no chapter 'ch77'; `wb list` shows what there is");
    EXPECT_EQ(complaint({"list", "--fast"}), "`wb list` does not take '--fast'");
    EXPECT_EQ(complaint({"check", "--fast"}),
              "there is no lab '--fast'; `wb list` shows what there is");
}

TEST_F(SmallWorkbook, GoesAlongTheFastTrack) {
    scratch_.file("labs/05-more/quick/lab.txt",
                  "id: L20\ntitle: T\nminutes: 5\ntrack: fast\ndiagnosis: d\n");
    catalog_ = load_catalog(scratch_.root());
    EXPECT_EQ(targets({"next"}), (Words{"lab_01_loop"}));
    EXPECT_EQ(targets({"next", "--fast"}), (Words{"lab_05_quick"}));
    progress_.set_passed("L20", "2026-11-22");
    EXPECT_EQ(targets({"next", "--fast"}), Words{});
    EXPECT_EQ(complaint({"next", "L01"}), "`wb next` does not take 'L01'");
}

TEST_F(SmallWorkbook, BuildsNothingForWatchModeResetAndSolution) {
    const auto labs = [&](const Words& words) {
        EXPECT_EQ(targets(words), Words{});
        Words ids;
        for (const Lab* lab : understand(words, catalog_, progress_).labs)
            ids.push_back(lab->card.id);
        return ids;
    };
    EXPECT_EQ(labs({"watch"}), (Words{"L01", "L02", "L09"}));
    progress_.set_passed("L01", "2026-11-22");
    EXPECT_EQ(labs({"watch"}), (Words{"L02", "L09", "L01"}));
    EXPECT_EQ(labs({"watch", "L01"}), (Words{"L01", "L02", "L09"}));
    EXPECT_EQ(labs({"watch", "ch01"}), (Words{"L02", "L01"}));
    EXPECT_EQ(labs({"reset", "all"}).size(), 3u);
    EXPECT_EQ(labs({"reset", "L01", "--yes"}), Words{"L01"});
    EXPECT_EQ(labs({"solution", "--give-up", "L01"}), Words{"L01"});
    EXPECT_TRUE(understand({"solution", "--give-up", "L01"}, catalog_, progress_).flag);
    EXPECT_EQ(complaint({"reset"}), "`wb reset` needs a lab, or all: `wb reset L01`");
    EXPECT_EQ(complaint({"solution"}), "`wb solution` needs a lab: `wb solution L01`");
    EXPECT_EQ(complaint({"watch", "L99"}), "there is no lab 'L99'; `wb list` shows what there is");
}

}  // namespace
}  // namespace runner
