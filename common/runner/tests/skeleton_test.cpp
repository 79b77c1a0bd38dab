// `wb new`: the workbook's own templates, filled in for a small workbook.
#include "common/runner/commands/skeleton.hpp"

#include "common/runner/commands/request.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/tests/scratch.hpp"
#include "common/win32/process.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

class NewParts : public testing::Test {
protected:
    NewParts() {
        scratch_.file("labs/01-threads/loop/lab.txt",
                      "id: L07\ntitle: T\nminutes: 5\ndiagnosis: d\nverdict: L\n");
        scratch_.file("chapters/01-threads/README.md", "");
        const fs::path root = find_root(fs::path(w32::this_program()).parent_path());
        const fs::path templates = fs::path("common") / "runner" / "templates";
        fs::create_directories(scratch_.root() / "common" / "runner");
        fs::copy(root / templates, scratch_.root() / templates, fs::copy_options::recursive);
        catalog_ = load_catalog(scratch_.root());
    }

    // "" if it is accepted.
    std::string complaint_about_lab(const std::string& chapter, const std::string& name) const {
        return complaint([&] { (void)lab_skeleton(scratch_.root(), catalog_, chapter, name); });
    }
    std::string complaint_about_chapter(const std::string& folder) const {
        return complaint([&] { (void)chapter_skeleton(scratch_.root(), catalog_, folder); });
    }
    template <class Action>
    static std::string complaint(Action action) {
        try {
            action();
        } catch (const Problem& problem) {
            return problem.what();
        }
        return "";
    }
    bool exists(const char* path) const { return fs::exists(scratch_.root() / path); }

    Scratch scratch_;
    Catalog catalog_;
};

void expect_no_placeholder(const Skeleton& skeleton) {
    EXPECT_FALSE(skeleton.files.empty());
    for (const auto& [path, text] : skeleton.files) {
        EXPECT_EQ(text.find('@'), text.npos) << path;
        for (const char* word : {"NAME", "CHAPTER", ".in"})
            EXPECT_EQ(to_text(path).find(word), std::string::npos) << path;
    }
}

TEST_F(NewParts, ALabHasTheNextIdAndAllItsParts) {
    const Skeleton lab = lab_skeleton(scratch_.root(), catalog_, "ch01", "hand_over");
    EXPECT_EQ(lab.name, "L08");
    expect_no_placeholder(lab);
    write(lab, scratch_.root());
    const Catalog catalog = load_catalog(scratch_.root());
    EXPECT_EQ(catalog.lab("hand_over").card.id, "L08");
    EXPECT_TRUE(catalog.lab("L08").explored());
    EXPECT_TRUE(exists("labs/01-threads/hand_over/hand_over.hpp"));
    EXPECT_TRUE(exists("labs/01-threads/hand_over/judge.cpp"));
    EXPECT_TRUE(exists("solutions/01-threads/hand_over/hand_over.hpp"));
    EXPECT_EQ(files_in(scratch_.root() / "solutions/01-threads/hand_over/mistakes", ".hpp").size(),
              2u);
}

TEST_F(NewParts, AChapterIsThereWithBothNotes) {
    const Skeleton chapter = chapter_skeleton(scratch_.root(), catalog_, "12-two-words");
    EXPECT_EQ(chapter.name, "12");
    expect_no_placeholder(chapter);
    write(chapter, scratch_.root());
    EXPECT_EQ(load_catalog(scratch_.root()).chapter("12").topic(), "two words");
    EXPECT_TRUE(exists("notes/12-two-words.md"));
    EXPECT_TRUE(exists("notes/zh-CN/12-two-words.md"));
    EXPECT_TRUE(exists("chapters/12-two-words/claims_test.cpp"));
}

TEST_F(NewParts, RefusesNamesThatCannotBe) {
    for (const char* name : {"", "Big", "a-b", "9lives", "_a", "a_", "a__b", "a b", "../up", "L08",
                             "a.b", "\xE9t\xE9", "a/b", "nul", "com1"})
        EXPECT_NE(complaint_about_lab("01-threads", name), "") << name;
    EXPECT_NE(complaint_about_lab("01-threads", std::string(31, 'a')), "");
    EXPECT_NE(complaint_about_lab("01-threads", std::string(100'000, '/')), "");
    for (const char* folder : {"", "12", "12-", "-a", "1-a", "00-a", "12_a", "12-A", "12-a--b",
                               "12-a-", "12-..", "12-a/b", "aa-b"})
        EXPECT_NE(complaint_about_chapter(folder), "") << folder;
}

TEST_F(NewParts, RefusesWhatIsThereAlready) {
    EXPECT_EQ(complaint_about_lab("01-threads", "loop"),
              "there is a lab 'loop' already, L07 in 01-threads; choose another name");
    EXPECT_EQ(complaint_about_lab("02-waits", "new_one"),
              "there is no chapter '02-waits'; `wb list` shows what there is");
    EXPECT_EQ(complaint_about_chapter("01-other"),
              "there is a chapter 01 already, 01-threads; choose another number");
}

TEST_F(NewParts, KnowsWhenTheIdsAreUsedUp) {
    scratch_.file("labs/01-threads/last/lab.txt",
                  "id: L99\ntitle: T\nminutes: 5\ndiagnosis: d\nverdict: L\n");
    catalog_ = load_catalog(scratch_.root());
    EXPECT_EQ(complaint_about_lab("01-threads", "more"),
              "there is no id left: L99 is the last one, and it is taken");
}

TEST_F(NewParts, LeavesNothingBehindWhenAFileIsInTheWay) {
    scratch_.file("solutions/01-threads/hand_over/mistakes/two_steps.hpp", "mine");
    const Skeleton lab = lab_skeleton(scratch_.root(), catalog_, "01-threads", "hand_over");
    EXPECT_NE(complaint([&] { write(lab, scratch_.root()); }), "");
    EXPECT_FALSE(exists("labs/01-threads/hand_over"));
    EXPECT_FALSE(exists("solutions/01-threads/hand_over/hand_over.hpp"));
    EXPECT_EQ(read_file(scratch_.root() / "solutions/01-threads/hand_over/mistakes/two_steps.hpp"),
              "mine");
}

TEST_F(NewParts, SaysWhereItsTemplatesShouldBe) {
    fs::remove_all(scratch_.root() / "common");
    EXPECT_NE(complaint_about_lab("01-threads", "more").find("there are no templates in "),
              std::string::npos);
}

TEST_F(NewParts, TheCommandLineSaysWhatItWants) {
    const auto asks = [&](const std::vector<std::string>& words) {
        return complaint([&] { (void)understand(words, catalog_, {}); });
    };
    for (const auto& words : {std::vector<std::string>{"new"},
                              {"new", "lab"},
                              {"new", "lab", "a"},
                              {"new", "chapter"},
                              {"new", "demo", "a", "b"}})
        EXPECT_EQ(asks(words).substr(0, 20), "what is to be made? ");
    EXPECT_EQ(asks({"new", "lab", "a", "b", "c"}), "`wb new` does not take 'c'");
    EXPECT_EQ(asks({"new", "chapter", "a", "b"}), "`wb new` does not take 'b'");
    const Request lab = understand({"new", "lab", "01-threads", "more"}, catalog_, {});
    EXPECT_EQ(lab.command, Command::new_lab);
    EXPECT_TRUE(targets_of(lab, scratch_.root(), "").empty());
}

}  // namespace
}  // namespace runner
