// JSON: what is read, what is refused and where, and that what is written reads back.
#include "common/runner/text/json.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace runner {
namespace {

std::string refusal(std::string_view text) {
    try {
        return "accepted: " + Json::parse(text).write();
    } catch (const JsonError& error) {
        return error.what();
    }
}

TEST(JsonReader, ReadsEachKindOfValue) {
    const Json all = Json::parse(R"( {"t":true,"f":false,"n":null,"i":-12,"d":1.5e3,"s":"x",)"
                                 "\r\n\t"
                                 R"("a":[1, [] , {}],"o":{"k":"v"}} )");
    EXPECT_TRUE(all["t"].truth());
    EXPECT_TRUE(all["f"].is_bool());
    EXPECT_FALSE(all["f"].truth());
    EXPECT_TRUE(all.has("n"));
    EXPECT_TRUE(all["n"].is_null());
    EXPECT_EQ(all["i"].number(), -12);
    EXPECT_EQ(all["d"].number(), 1500);
    EXPECT_EQ(all["s"].text(), "x");
    ASSERT_EQ(all["a"].items().size(), 3u);
    EXPECT_TRUE(all["a"].items()[1].is_array());
    EXPECT_EQ(all["o"]["k"].text(), "v");
    EXPECT_EQ(all.members().front().first, "t");
}

TEST(JsonReader, ReadsWhatIsMissingAsNothing) {
    const Json value = Json::parse(R"({"a":"text"})");
    EXPECT_FALSE(value.has("b"));
    EXPECT_TRUE(value["b"]["c"].is_null());
    EXPECT_EQ(value["a"].number(7), 7);
    EXPECT_EQ(value["b"].text(), "");
    EXPECT_TRUE(value["a"].items().empty());
    EXPECT_TRUE(value["a"].members().empty());
}

TEST(JsonReader, UnderstandsEscapes) {
    EXPECT_EQ(Json::parse(R"("\"\\\/\b\f\n\r\t")").text(), "\"\\/\b\f\n\r\t");
    EXPECT_EQ(Json::parse(R"("\u0041\u00e4\u4E2D\uD83D\uDE00")").text(),
              "A\xC3\xA4\xE4\xB8\xAD\xF0\x9F\x98\x80");
    EXPECT_EQ(Json::parse(R"("\u0000")").text(), std::string(1, '\0'));
}

TEST(JsonReader, RefusesWhatIsNoJsonAndSaysWhere) {
    EXPECT_EQ(refusal(""), "a value is missing at the end (byte 0)");
    EXPECT_EQ(refusal("[1,]"), "this is no value (byte 3)");
    EXPECT_EQ(refusal("[1"), "a comma or ] is missing (byte 2)");
    EXPECT_EQ(refusal("{\"a\":1,}"), "a name in quotes is missing (byte 7)");
    EXPECT_EQ(refusal("{\"a\" 1}"), "a colon is missing (byte 5)");
    EXPECT_EQ(refusal("{\"a\":1"), "a comma or } is missing (byte 6)");
    EXPECT_EQ(refusal("1 2"), "there is more after the value (byte 2)");
    EXPECT_EQ(refusal("nul"), "this is no value (byte 0)");
    EXPECT_EQ(refusal("NaN"), "this is no value (byte 0)");
    EXPECT_EQ(refusal("{\"a\":1,\"b\":2,\"a\":3}"), "an object has two members \"a\" (byte 0)");
    EXPECT_EQ(refusal("\xEF\xBB\xBF{}"), "this is no value (byte 0)");
    EXPECT_EQ(refusal(std::string_view("1\0", 2)), "there is more after the value (byte 1)");
}

TEST(JsonReader, RefusesNumbersThatAreNone) {
    EXPECT_EQ(refusal("-"), "a digit is missing (byte 1)");
    EXPECT_EQ(refusal("01"), "there is more after the value (byte 1)");
    EXPECT_EQ(refusal("1."), "a digit is missing (byte 2)");
    EXPECT_EQ(refusal("1e+"), "a digit is missing (byte 3)");
    EXPECT_EQ(refusal(".5"), "this is no value (byte 0)");
    EXPECT_EQ(refusal("1e999"), "a number is too large or too small (byte 0)");
}

TEST(JsonReader, RefusesHostileStrings) {
    EXPECT_EQ(refusal("\"abc"), "a string has no end (byte 0)");
    EXPECT_EQ(refusal("\"a\nb\""), "a control character stands in a string (byte 2)");
    EXPECT_EQ(refusal("\"\xFF\""), "this is no UTF-8 (byte 1)");
    EXPECT_EQ(refusal("\"\xC3"), "this is no UTF-8 (byte 1)");
    EXPECT_EQ(refusal("\"\\x\""), "there is no such escape (byte 1)");
    EXPECT_EQ(refusal("\"\\"), "there is no such escape (byte 1)");
    EXPECT_EQ(refusal("\"\\u12g4\""), "\\u needs four hexadecimal digits (byte 3)");
    EXPECT_EQ(refusal("\"\\u12"), "\\u needs four hexadecimal digits (byte 3)");
    EXPECT_EQ(refusal("\"\\ud83d\""), "half a surrogate pair (byte 1)");
    EXPECT_EQ(refusal("\"\\ud83d\\u0041\""), "half a surrogate pair (byte 1)");
    EXPECT_EQ(refusal("\"\\ude00\""), "half a surrogate pair (byte 1)");
}

TEST(JsonReader, RefusesWhatWouldUseUpTheStack) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_EQ(refusal(nested(Json::kDeepest)), "accepted: " + nested(Json::kDeepest));
    EXPECT_EQ(refusal(nested(Json::kDeepest + 1)), "it is nested too deeply (byte 64)");
    EXPECT_EQ(refusal(std::string(1'000'000, '[')), "it is nested too deeply (byte 64)");
}

TEST(JsonReader, RefusesEveryBeginningOfADocument) {
    const std::string whole = R"({"a":[1.5e3,"x\u00e4\n"],"b":{"c":null},"d":true})";
    ASSERT_NO_THROW((void)Json::parse(whole));
    for (std::size_t length = 0; length < whole.size(); ++length)
        EXPECT_THROW((void)Json::parse(std::string_view(whole).substr(0, length)), JsonError)
            << length;
}

TEST(JsonWriter, WritesWhatReadsBack) {
    Json page;
    page.set("lang", "en").set("quick", false).set("sittings", 3).set("none", Json());
    page.set("ratio", 0.1).set("ops", 3.1e7).set("samples", Json::array());
    page.at("samples").push(31.2).push("a\"\\\n\xC3\xA4").push(Json::object());
    EXPECT_EQ(page.write(),
              R"({"lang":"en","quick":false,"sittings":3,"none":null,"ratio":0.1,"ops":3.1e+07,)"
              R"("samples":[31.2,"a\"\\\nä",{}]})");
    EXPECT_EQ(Json::parse(page.write()), page);
    page.set("lang", "zh-CN");
    EXPECT_EQ(page["lang"].text(), "zh-CN");
    EXPECT_EQ(page.members().size(), 7u);
}

TEST(JsonWriter, WritesJsonWhateverTheTextHolds) {
    Json value;
    value.set("bad \xFF", "\xED\xA0\x80\x01");
    EXPECT_NO_THROW((void)Json::parse(value.write())) << value.write();
}

TEST(JsonWriter, WritesIntegersExactlyAndWhatIsNoNumberAsNull) {
    EXPECT_EQ(Json(9007199254740992.0).write(), "9007199254740992");
    EXPECT_EQ(Json(123456789).write(), "123456789");
    EXPECT_EQ(Json(std::numeric_limits<double>::infinity()).write(), "null");
    EXPECT_EQ(Json(std::numeric_limits<double>::quiet_NaN()).write(), "null");
}

}  // namespace
}  // namespace runner
