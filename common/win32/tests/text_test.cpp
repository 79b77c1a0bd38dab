// text_test.cpp - UTF-8 and UTF-16, there and back.
#include "common/win32/text.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Text, SurvivesTheWayThereAndBack) {
    // one, two, three and four bytes of UTF-8; the last is a surrogate pair in UTF-16
    const std::string utf8 = "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80";
    const std::wstring wide = w32::to_wide(utf8);
    EXPECT_EQ(wide, L"a\x00E4\x20AC\xD83D\xDE00");
    EXPECT_EQ(w32::to_utf8(wide), utf8);
}

TEST(Text, KeepsEmptyTextAndZeros) {
    EXPECT_EQ(w32::to_utf8(L""), "");
    EXPECT_EQ(w32::to_wide(""), L"");
    EXPECT_EQ(w32::to_utf8(std::wstring(L"a\0b", 3)), std::string("a\0b", 3));
}

TEST(Text, MarksWhatIsInvalid) {
    const wchar_t lone[] = {L'x', 0xD800, L'y', 0};
    EXPECT_EQ(w32::to_utf8(lone), "x\xEF\xBF\xBDy");
    EXPECT_EQ(w32::to_wide("x\xFFy"), L"x\xFFFDy");
}

}  // namespace
