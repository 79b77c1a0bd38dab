// arguments_test.cpp - the command line of a syelog program, taken apart.
#include "chapters/11-syelog/protocol/arguments.hpp"

#include <gtest/gtest.h>

using syelog::Arguments;
using Names = std::vector<std::wstring>;

namespace {

Arguments taken_apart(const wchar_t* line, std::size_t most_words = 0) {
    return Arguments({L"file", L"pid"}, {L"follow", L"tail"}, most_words, line);
}

std::string complaint(const wchar_t* line, std::size_t most_words = 0) {
    try {
        (void)taken_apart(line, most_words);
    } catch (const std::invalid_argument& wrong) {
        return wrong.what();
    }
    return "none";
}

}  // namespace

TEST(Arguments, TellAFlagFromANameWithAValue) {
    const Arguments arguments = taken_apart(L"x --follow --file --tail --pid 7");
    EXPECT_TRUE(arguments.flag(L"follow"));
    EXPECT_FALSE(arguments.flag(L"tail")) << "it is the value of --file";
    EXPECT_EQ(arguments.text(L"file", L""), L"--tail");
    EXPECT_EQ(arguments.number(L"pid", 0, 1, 9), 7u);
    EXPECT_FALSE(arguments.help());
    EXPECT_TRUE(taken_apart(L"x --help").help());
}

TEST(Arguments, KeepEveryValueOfAnOptionThatIsRepeated) {
    const Arguments arguments = taken_apart(L"x --pid 1 --file a --pid 22");
    EXPECT_EQ(arguments.texts(L"pid"), (Names{L"1", L"22"}));
    EXPECT_EQ(arguments.numbers(L"pid", 0, 99), (std::vector<unsigned>{1, 22}));
    EXPECT_EQ(arguments.text(L"pid", L""), L"22") << "the last one counts where one is wanted";
    EXPECT_EQ(arguments.texts(L"other"), Names{});
}

TEST(Arguments, KeepQuotesBlanksAndLettersOfAnyAlphabet) {
    const Arguments arguments =
        taken_apart(L"\"a b.exe\" \"two words\" --file \"C:\\\u65e5\u8a8c\\l\u00f6g 1.txt\"", 1);
    EXPECT_EQ(arguments.words(), (Names{L"two words"}));
    EXPECT_EQ(arguments.text(L"file", L""), L"C:\\\u65e5\u8a8c\\l\u00f6g 1.txt");
}

TEST(Arguments, SayWhatTheyDoNotTake) {
    EXPECT_EQ(complaint(L"x --colour red"), "Unknown option --colour; try --help.");
    EXPECT_EQ(complaint(L"x --"), "Unknown option --; try --help.");
    EXPECT_EQ(complaint(L"x -f"), "Unknown option -f; try --help.");
    EXPECT_EQ(complaint(L"x --file"), "--file lacks its value.");
    EXPECT_EQ(complaint(L"x a"), "'a' is no option; try --help.");
    EXPECT_EQ(complaint(L"x a", 1), "none");
    EXPECT_EQ(complaint(L"x a b", 1), "'b' is no option; try --help.");
    const Arguments arguments = taken_apart(L"x --pid 1 --pid x");
    EXPECT_THROW((void)arguments.number(L"pid", 0, 1, 9), std::invalid_argument);
    EXPECT_THROW((void)arguments.numbers(L"pid", 1, 9), std::invalid_argument);
}
