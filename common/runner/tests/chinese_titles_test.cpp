// Chapters and demos have a title in Chinese, and no title lacks its demo.
#include "common/runner/labs/chinese_titles.hpp"

#include "common/runner/session.hpp"
#include "common/runner/tests/scratch.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/process.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

constexpr char kDemo[] =
    "// wait.cpp - how long?\n#include \"common/demo/demo.hpp\"\nint main() {}\n";

TEST(ChineseTitles, AreThoseOfTheNoteAndOfTheFile) {
    const Scratch scratch;
    scratch.file("chapters/02-waits/wait.cpp", kDemo);
    scratch.file("notes/zh-CN/02-waits.md", "\n# 等待\n\n## 别的\n");
    scratch.file("common/runner/words/demos.zh.txt", "02_wait: 多久？\n");
    Session session{scratch.root(), {}, Screen(true), load_catalog(scratch.root()), {}, true};
    const Chapter& chapter = session.catalog.chapters.at(0);
    EXPECT_EQ(session.topic(chapter), "waits");  // until somebody asks for them
    EXPECT_EQ(session.title(chapter.demos.at(0)), "how long?");
    add_chinese_titles(session.catalog, scratch.root());
    EXPECT_EQ(session.topic(chapter), "等待");
    EXPECT_EQ(session.title(chapter.demos.at(0)), "多久？");
    session.chinese = false;
    EXPECT_EQ(session.topic(chapter), "waits");
    EXPECT_EQ(session.title(chapter.demos.at(0)), "how long?");
}

TEST(ChineseTitles, ThatAreMissingOrBrokenLeaveTheEnglishOnes) {
    const Scratch scratch;
    scratch.file("chapters/02-waits/wait.cpp", kDemo);
    scratch.file("common/runner/words/demos.zh.txt", "no title at all\n");
    Session session{scratch.root(), {}, Screen(true), load_catalog(scratch.root()), {}, true};
    add_chinese_titles(session.catalog, scratch.root());
    EXPECT_EQ(session.topic(session.catalog.chapters[0]), "waits");
    EXPECT_EQ(session.title(session.catalog.chapters[0].demos[0]), "how long?");
}

TEST(ChineseTitles, OfTheWorkbookAreComplete) {
    const fs::path root = find_root(fs::path(w32::this_program()).parent_path());
    Catalog catalog = load_catalog(root);
    add_chinese_titles(catalog, root);
    std::size_t demos = 0;
    for (const Chapter& chapter : catalog.chapters) {
        EXPECT_NE(chapter.topic_zh, "") << chapter.folder;
        for (const Demo& demo : chapter.demos) {
            ++demos;
            EXPECT_TRUE(demo.title_zh.ends_with("？")) << demo.program() << ' ' << demo.title_zh;
        }
    }
    const std::string text = read_file(root / "common/runner/words/demos.zh.txt").value_or("");
    EXPECT_EQ(lines_of(text).size(), demos) << "a line without a demo?";
}

}  // namespace
}  // namespace runner
