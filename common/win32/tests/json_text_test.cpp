// json_text_test.cpp - what a learner's source may hold, as a string of JSON.
#include "common/win32/json_text.hpp"

#include <gtest/gtest.h>

namespace {

using w32::json_string;
using w32::utf8_length;

TEST(JsonText, EscapesWhatEndsOrBreaksAString) {
    EXPECT_EQ(json_string(""), "\"\"");
    EXPECT_EQ(json_string("say(\"a\\b\");"), R"("say(\"a\\b\");")");
    EXPECT_EQ(json_string("a\tb\r\n\x01\x7F"), R"("a\tb\r\n\u0001\u007f")");
    EXPECT_EQ(json_string(std::string_view("a\0b", 3)), R"("a\u0000b")");
}

TEST(JsonText, KeepsUtf8) {
    const std::string text = "a\xC3\xA4\xE2\x82\xAC\xE4\xB8\xAD\xF0\x9F\x98\x80";
    EXPECT_EQ(json_string(text), '"' + text + '"');
}

TEST(JsonText, MarksEachByteThatIsNoUtf8) {
    const std::string mark = "\xEF\xBF\xBD";
    EXPECT_EQ(json_string("x\xFFy"), "\"x" + mark + "y\"");
    EXPECT_EQ(json_string("gr\xFC\xDF"), "\"gr" + mark + mark + '"');    // Latin-1
    EXPECT_EQ(json_string("\xE4\xB8"), '"' + mark + mark + '"');         // cut off
    EXPECT_EQ(json_string("\xED\xA0\x80").size(), 2 + 3 * mark.size());  // a surrogate
    EXPECT_EQ(json_string("\xE4\"").substr(1 + mark.size()), "\\\"\"");  // a quote is no tail
}

TEST(Utf8Length, IsZeroForWhatIsNoCharacter) {
    EXPECT_EQ(utf8_length(""), 0u);
    EXPECT_EQ(utf8_length("a"), 1u);
    EXPECT_EQ(utf8_length("\xC2\x80"), 2u);
    EXPECT_EQ(utf8_length("\xEF\xBF\xBD"), 3u);
    EXPECT_EQ(utf8_length("\xF4\x8F\xBF\xBF"), 4u);
    EXPECT_EQ(utf8_length("\x80"), 0u);
    EXPECT_EQ(utf8_length("\xC0\x80"), 0u);          // longer than needed
    EXPECT_EQ(utf8_length("\xE0\x9F\xBF"), 0u);      // longer than needed
    EXPECT_EQ(utf8_length("\xF0\x8F\xBF\xBF"), 0u);  // longer than needed
    EXPECT_EQ(utf8_length("\xF4\x90\x80\x80"), 0u);  // beyond U+10FFFF
    EXPECT_EQ(utf8_length("\xF0\x9F\x98"), 0u);      // cut off
}

}  // namespace
