// json_test.cpp - the reader takes JSON and nothing else, and nothing can make it go deep.
#include "chapters/11-syelog/tools/json.hpp"

#include <gtest/gtest.h>

using syelog::JsonReader;

namespace {

bool is_json(std::string_view text) {
    JsonReader json(text);
    return json.skip() && json.at_end();
}

std::string read_text(std::string_view text) {
    JsonReader json(text);
    std::string out;
    return json.text(out) && json.at_end() ? out : "(refused)";
}

std::string nested(int levels, char open, char close) {
    return std::string(static_cast<std::size_t>(levels), open) +
           std::string(static_cast<std::size_t>(levels), close);
}

}  // namespace

TEST(JsonReader, TakesWhatRfc8259Allows) {
    for (const char* text :
         {"{}", " { } ", "[]", "[1, 2]", R"({"a":{"b":[null,true,false]}})", "0", "-0", "12.5e-3",
          "1E+9", "\"\"", R"("\"\\\/\b\f\n\r\t\u00e9")", "\t\r\n {\"a\" : 1 , \"b\":2}\n",
          "\"\xc3\xa9 \xf0\x9f\x98\x80 \x7f\""})
        EXPECT_TRUE(is_json(text)) << text;
}

TEST(JsonReader, RefusesWhatOthersForgive) {
    for (const char* text : {"",
                             " ",
                             "{",
                             "}",
                             "[",
                             "[1,]",
                             "[,1]",
                             "[1 2]",
                             "{,}",
                             R"({"a"})",
                             R"({"a":})",
                             R"({"a":1,})",
                             R"({"a":1 "b":2})",
                             "{a:1}",
                             "{'a':1}",
                             R"({1:1})",
                             "01",
                             "+1",
                             "1.",
                             ".5",
                             "1e",
                             "1e+",
                             "-",
                             "--1",
                             "0x1",
                             "NaN",
                             "Infinity",
                             "tru",
                             "nul",
                             "truefalse",
                             "{}{}",
                             "[] x",
                             "\"",
                             "\"\\\"",
                             R"("\x41")",
                             R"("\u12")",
                             R"("\u12g4")",
                             R"("\U0041")",
                             "\"a\nb\"",
                             "\"\x1b\"",
                             "/* */ 1",
                             "1 // one",
                             "[1]]",
                             "\xef\xbb\xbf{}"})
        EXPECT_FALSE(is_json(text)) << text;
    EXPECT_FALSE(is_json(std::string_view("\"a\0b\"", 5))) << "a NUL ends nothing";
}

TEST(JsonReader, RefusesBytesAndEscapesThatAreNoCharacters) {
    for (const char* text :
         {"\"\xff\"", "\"\xc3\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
          R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\n")", R"("\ud800\ud800")",
          R"("\ud83d\u0041")", R"("\udc00\udc00")"})
        EXPECT_FALSE(is_json(text)) << text;
}

TEST(JsonReader, GivesTextsAsUtf8) {
    EXPECT_EQ(read_text(R"("a\"\\\/\b\f\n\r\tz")"), "a\"\\/\b\f\n\r\tz");
    EXPECT_EQ(read_text(R"("\u0041\u00E9\u4e2d\uD83D\ude00")"),
              "A\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80");
    EXPECT_EQ(read_text(R"("\u0000")"), std::string(1, '\0'));
    EXPECT_EQ(read_text("17"), "(refused)");
}

TEST(JsonReader, GivesWholeNumbersAndNoOthers) {
    const auto number = [](std::string_view text) {
        JsonReader json(text);
        std::uint64_t out = 0;
        return json.number(out) && json.at_end() ? std::to_string(out) : "(refused)";
    };
    EXPECT_EQ(number("0"), "0");
    EXPECT_EQ(number(" 4294967295 "), "4294967295");
    EXPECT_EQ(number("18446744073709551615"), "18446744073709551615");
    for (const char* text : {"18446744073709551616", "99999999999999999999999", "-1", "1.0", "1e3",
                             "007", "", "\"1\"", "0x10"})
        EXPECT_EQ(number(text), "(refused)") << text;
}

TEST(JsonReader, HandsOutMembersInOrderAndSkipsWhatNobodyWants) {
    JsonReader json(R"({"later":{"x":[1,{"y":"}"}]},"pid":280,"yes":true})");
    std::string names;
    std::uint64_t pid = 0;
    bool yes = false;
    EXPECT_TRUE(json.object([&](std::string_view name) {
        names.append(name).append(" ");
        if (name == "pid") return json.number(pid);
        return name == "yes" ? json.boolean(yes) : json.skip();
    }));
    EXPECT_TRUE(json.at_end());
    EXPECT_EQ(names, "later pid yes ");
    EXPECT_EQ(pid, 280u);
    EXPECT_TRUE(yes);
}

TEST(JsonReader, GoesNoDeeperThanItsLimit) {
    constexpr int kMost = JsonReader::kMaxDepth;
    EXPECT_TRUE(is_json(nested(kMost, '[', ']')));
    EXPECT_FALSE(is_json(nested(kMost + 1, '[', ']')));
    EXPECT_FALSE(is_json(nested(1'000'000, '[', ']'))) << "a recursion without a limit crashes";
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    EXPECT_FALSE(is_json(objects));
}
