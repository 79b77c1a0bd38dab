// Text: lines, columns and wrapping, in English and in Chinese.
#include "common/runner/text/text.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

using Lines = std::vector<std::string>;

TEST(Text, WrapsAtSpaces) {
    EXPECT_EQ(wrapped("one two three", 8), (Lines{"one two", "three"}));
    EXPECT_EQ(wrapped("one two", 7), (Lines{"one two"}));
    EXPECT_EQ(wrapped("a\n\nb", 10), (Lines{"a", "", "b"}));
}

TEST(Text, GivesALongWordALineOfItsOwn) {
    EXPECT_EQ(wrapped("a wordthatislong b", 6), (Lines{"a", "wordthatislong", "b"}));
}

TEST(Text, WrapsChineseAnywhereButNotBeforeAFullStop) {
    EXPECT_EQ(wrapped("循环变量", 4), (Lines{"循环", "变量"}));
    EXPECT_EQ(wrapped("循环。变量", 4), (Lines{"循", "环。", "变量"}));
}

TEST(Text, JoinsLinesAsTheirLanguageDoes) {
    const auto joined = [](std::string line, std::string_view more) {
        append_wrapped(line, more);
        return line;
    };
    EXPECT_EQ(joined("one", "two"), "one two");
    EXPECT_EQ(joined("循环", "变量"), "循环变量");
    EXPECT_EQ(joined("调用", "SetEvent"), "调用 SetEvent");
    EXPECT_EQ(joined("交给 Windows：", "SLIST_HEADER"), "交给 Windows：SLIST_HEADER");
}

TEST(Text, CountsColumnsNotBytes) {
    EXPECT_EQ(columns("abc"), 3u);
    EXPECT_EQ(columns("循环"), 4u);
    EXPECT_EQ(columns("\u2588\u2591"), 2u);
}

TEST(Text, IsPrintableOnlyIfItIsUtf8WithoutControlCharacters) {
    EXPECT_TRUE(is_printable("a\tb 循环"));
    EXPECT_FALSE(is_printable(std::string_view("a\0b", 3)));
    EXPECT_FALSE(is_printable("\x1b[31m"));
    EXPECT_FALSE(is_printable("\xC3"));          // cut off
    EXPECT_FALSE(is_printable("\xC0\x80"));      // an overlong NUL
    EXPECT_FALSE(is_printable("\xED\xA0\x80"));  // a surrogate
}

TEST(Text, SplitsLinesOfBothKinds) {
    const auto lines = lines_of("a\r\nb\n\nc");
    ASSERT_EQ(lines.size(), 4u);
    EXPECT_EQ(lines[0], "a");
    EXPECT_EQ(lines[2], "");
    EXPECT_EQ(lines[3], "c");
}

}  // namespace
}  // namespace runner
