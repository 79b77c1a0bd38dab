// When is a save a save? The ways in which editors write, and what they leave beside the file.
#include "common/runner/tests/scratch.hpp"
#include "common/runner/watch/builder.hpp"
#include "common/runner/watch/file_stamps.hpp"
#include "common/runner/watch/folder_notice.hpp"
#include "common/win32/wait.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

constexpr std::uint64_t kQuiet = Settling::kQuiet;

Stamps file(std::uint64_t written, std::uint64_t bytes = 10) {
    return {{"x.hpp", {written, bytes}}};
}

TEST(Settling, SeesASaveOnceItIsQuiet) {
    Settling settling(file(1), "x.hpp");
    EXPECT_FALSE(settling.look(file(1), 1000));
    EXPECT_FALSE(settling.due());
    EXPECT_FALSE(settling.look(file(2), 1000));
    EXPECT_EQ(settling.due(), 1000 + kQuiet);
    EXPECT_FALSE(settling.look(file(2), 1000 + kQuiet - 1));
    EXPECT_TRUE(settling.look(file(2), 1000 + kQuiet));
    EXPECT_FALSE(settling.look(file(2), 2000));
    EXPECT_FALSE(settling.due());
}

TEST(Settling, TakesTwoStepsForOneSave) {
    Settling settling(file(1), "x.hpp");
    EXPECT_FALSE(settling.look(file(2, 0), 1000));  // emptied
    EXPECT_FALSE(settling.look(file(3, 12), 1000 + kQuiet - 1));
    EXPECT_FALSE(settling.look(file(3, 12), 1000 + kQuiet));
    EXPECT_TRUE(settling.look(file(3, 12), 1000 + 2 * kQuiet));
}

TEST(Settling, WaitsForAFileThatIsRenamedAway) {
    Settling settling(file(1), "x.hpp");
    EXPECT_FALSE(settling.look({}, 1000));
    EXPECT_TRUE(settling.is_missing());
    EXPECT_FALSE(settling.look({}, 5000));
    EXPECT_FALSE(settling.look(file(2), 6000));
    EXPECT_TRUE(settling.look(file(2), 6000 + kQuiet));
    EXPECT_FALSE(settling.is_missing());
}

TEST(Settling, ForgetsWhatIsTakenBack) {
    Settling settling(file(1), "x.hpp");
    EXPECT_FALSE(settling.look({}, 1000));
    EXPECT_FALSE(settling.look(file(1), 1010));
    EXPECT_FALSE(settling.due());
    EXPECT_FALSE(settling.look(file(1), 5000));
}

TEST(Sources, AreWhatALabIsBuiltFrom) {
    for (const char* name : {"x.hpp", "judge.cpp", "helper.h"}) EXPECT_TRUE(is_source_name(name));
    for (const char* name :
         {"lab.txt", "x.hpp~", ".#x.hpp", "#x.hpp#", ".x.hpp.swp", "4913", ".hpp", "x.hpp.new"})
        EXPECT_FALSE(is_source_name(name)) << name;
}

TEST(Sources, AreFoundWithTheirSizes) {
    const Scratch scratch;
    scratch.file("x.hpp", "12345");
    scratch.file("lab.txt", "no source");
    scratch.file("folder.hpp/y.hpp", "");
    const Stamps stamps = stamps_of(scratch.root());
    ASSERT_EQ(stamps.size(), 1u);
    EXPECT_EQ(stamps.at("x.hpp").bytes, 5u);
    EXPECT_NE(stamps.at("x.hpp").written, 0u);
    EXPECT_TRUE(stamps_of(scratch.root() / "gone").empty());
}

TEST(FolderNotice, TellsOfASaveByRename) {
    const Scratch scratch;
    scratch.file("x.hpp", "old");
    FolderNotice notice(scratch.root());
    ASSERT_NE(notice.get(), nullptr);
    EXPECT_FALSE(w32::signaled_now(notice.get()));
    replace_file(scratch.root() / "x.hpp", "new");
    (void)w32::wait(notice.get(), w32::forever);
    notice.rearm();
    EXPECT_NE(notice.get(), nullptr);
}

TEST(FolderNotice, IsNothingWithoutAFolder) {
    const Scratch scratch;
    FolderNotice notice(scratch.root() / "gone");
    EXPECT_EQ(notice.get(), nullptr);
    notice.rearm();
    EXPECT_EQ(notice.get(), nullptr);
}

class ChildBuilding : public testing::Test {
protected:
    ChildBuilding() : builder_(L"cmd /c echo", scratch_.root().wstring(), log().wstring()) {}
    fs::path log() const { return scratch_.root() / "build.log"; }

    Scratch scratch_;
    ChildBuilder builder_;
};

TEST_F(ChildBuilding, WritesTheLogAndTellsTheEnd) {
    for (const int number : {1, 2}) {
        EXPECT_EQ(builder_.start("lab_01_x"), number);
        (void)w32::wait(builder_.get(), w32::forever);
        EXPECT_EQ(builder_.take_code(), 0);
        EXPECT_EQ(builder_.get(), nullptr);
        EXPECT_EQ(read_file(log()).value_or(""), "lab_01_x\r\n");
    }
}

TEST_F(ChildBuilding, EndsABuildThatIsStopped) {
    const fs::path fake = fs::path(w32::this_program()).parent_path() / "runner_fake_lab.exe";
    const fs::path never = scratch_.file("lab_98_never_ends.exe", "");
    fs::copy_file(fake, never, fs::copy_options::overwrite_existing);
    ChildBuilder builder(w32::quote(never.wstring()), scratch_.root().wstring(), log().wstring());
    (void)builder.start("x");
    builder.stop();
    (void)w32::wait(builder.get(), w32::forever);
    EXPECT_NE(builder.take_code(), 0);
}

TEST_F(ChildBuilding, SaysWhenThereIsNobodyToBuild) {
    ChildBuilder builder(L"no_such_program_anywhere", scratch_.root().wstring(), log().wstring());
    EXPECT_THROW((void)builder.start("x"), w32::Error);
    EXPECT_EQ(builder.get(), nullptr);
}

}  // namespace
}  // namespace runner
