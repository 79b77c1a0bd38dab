// progress.txt: kept whole, kept when unknown, set aside when broken.
#include "common/runner/labs/progress.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/tests/scratch.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

TEST(ProgressFile, RemembersWhatWasPassedAndWhichHintsWereSeen) {
    Progress progress;
    progress.set_passed("L01", "2026-11-22");
    progress.set_hints_seen("L02", 2);
    const auto again = Progress::parse(progress.text());
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->passed("L01"));
    EXPECT_FALSE(again->passed("L02"));
    EXPECT_EQ(again->hints_seen("L02"), 2);
    EXPECT_EQ(again->hints_seen("L01"), 0);
}

TEST(ProgressFile, KeepsTheFirstDateOfALabThatIsPassedAgain) {
    auto progress = Progress::parse("L01 passed 2026-01-02\n");
    ASSERT_TRUE(progress);
    progress->set_passed("L01", "2026-11-22");
    EXPECT_EQ(progress->text(), "L01 passed 2026-01-02\n");
}

TEST(ProgressFile, NeverForgetsAHintLevel) {
    Progress progress;
    progress.set_hints_seen("L01", 3);
    progress.set_hints_seen("L01", 1);
    EXPECT_EQ(progress.hints_seen("L01"), 3);
}

TEST(ProgressFile, KeepsCommentsAndTheLinesOfANewerVersion) {
    const std::string newer =
        "# mine\n"
        "format 2\n"
        "L01 schedule AABBA shortest\n"
        "L01 passed 2026-11-22\n";
    auto progress = Progress::parse(newer);
    ASSERT_TRUE(progress);
    EXPECT_TRUE(progress->passed("L01"));
    progress->set_passed("L02", "2026-11-23");
    EXPECT_EQ(progress->text(), newer + "L02 passed 2026-11-23\n");
}

TEST(ProgressFile, IsNotUnderstoodWhenALineIsCutOrBinary) {
    EXPECT_FALSE(Progress::parse("L01 passed 2026-1"));
    EXPECT_FALSE(Progress::parse("L01 passed\n"));
    EXPECT_FALSE(Progress::parse("L01 hint 9\n"));
    EXPECT_FALSE(Progress::parse("garbage\n"));
    EXPECT_FALSE(Progress::parse(std::string_view("L01\0passed x\n", 13)));
}

TEST(ProgressFile, IsSetAsideWhenItIsNotUnderstood) {
    const Scratch scratch;
    const fs::path file = scratch.file("progress.txt", "garbage\n");
    const LoadedProgress loaded = load_progress(file);
    EXPECT_NE(loaded.notice, "");
    EXPECT_FALSE(fs::exists(file));
    EXPECT_EQ(read_file(scratch.root() / "progress.txt.bad"), "garbage\n");
}

TEST(ProgressFile, MayBeMissing) {
    const Scratch scratch;
    EXPECT_EQ(load_progress(scratch.root() / "progress.txt").notice, "");
}

TEST(FileReplacement, LeavesTheNewTextAndNothingElse) {
    const Scratch scratch;
    const fs::path file = scratch.file("progress.txt", "old");
    replace_file(file, "new");
    EXPECT_EQ(read_file(file), "new");
    EXPECT_EQ(files_in(scratch.root(), ".new").size(), 0u);
}

TEST(FileReplacement, LeavesAReadOnlyFileAloneAndSaysSo) {
    const Scratch scratch;
    const fs::path file = scratch.file("progress.txt", "old");
    w32::check(::SetFileAttributesW(file.c_str(), FILE_ATTRIBUTE_READONLY), "SetFileAttributesW");
    try {
        replace_file(file, "new");
        ADD_FAILURE() << "a read-only file was replaced";
    } catch (const Problem& problem) {
        EXPECT_NE(std::string(problem.what()).find("read-only"), std::string::npos);
    }
    EXPECT_EQ(read_file(file), "old");
    w32::check(::SetFileAttributesW(file.c_str(), FILE_ATTRIBUTE_NORMAL), "SetFileAttributesW");
}

TEST(FileReplacement, SaysWhyWhenTheFolderIsMissing) {
    const Scratch scratch;
    EXPECT_THROW(replace_file(scratch.root() / "gone" / "progress.txt", "x"), Problem);
    EXPECT_NE(why_not_writable(scratch.root() / "gone"), "");
    EXPECT_EQ(why_not_writable(scratch.root()), "");
}

}  // namespace
}  // namespace runner
