// Which language: what is typed comes before WB_LANG, and that before the system.
#include "common/runner/text/language.hpp"

#include "common/runner/problem.hpp"

#include <gtest/gtest.h>

#include <string>

namespace runner {
namespace {

TEST(ChosenLanguage, IsThatOfTheSystemIfNobodyHasSaidAnything) {
    EXPECT_EQ(choose_language({}), Language::english);
    EXPECT_EQ(choose_language({.chinese_system = true}), Language::chinese);
}

TEST(ChosenLanguage, IsThatOfTheLocaleUnderWine) {
    for (const char* locale : {"zh_CN.UTF-8", "zh", "zh_CN", "zh_SG.gb18030@x"})
        EXPECT_EQ(choose_language({.locale = locale}), Language::chinese) << locale;
    for (const char* locale : {"en_GB.UTF-8", "C", "POSIX", "de_DE", "zhx", "_zh"})
        EXPECT_EQ(choose_language({.locale = locale, .chinese_system = true}), Language::english)
            << locale;
}

TEST(ChosenLanguage, IsThatOfWbLangBeforeTheSystems) {
    for (const char* zh : {"zh", "ZH", "zh-CN", "zh_CN.UTF-8", " zh "})
        EXPECT_EQ(choose_language({.wb_lang = zh, .locale = "C"}), Language::chinese) << zh;
    for (const char* en : {"en", "EN", "en-US", "en_GB.UTF-8"})
        EXPECT_EQ(choose_language({.wb_lang = en, .locale = "zh_CN", .chinese_system = true}),
                  Language::english)
            << en;
}

TEST(ChosenLanguage, IsChineseWhenTheOptionIsTyped) {
    EXPECT_EQ(choose_language({.zh_option = true, .wb_lang = "en"}), Language::chinese);
    EXPECT_EQ(choose_language({.zh_option = true, .wb_lang = "fr"}), Language::chinese);
}

TEST(ChosenLanguage, IsNoneThatNobodySpeaksHere) {
    for (const std::string other : {"fr", "chinese", "1", "zho", "-", "."}) try {
            (void)choose_language({.wb_lang = other, .chinese_system = true});
            ADD_FAILURE() << other;
        } catch (const Problem& problem) {
            EXPECT_EQ(problem.what(), "WB_LANG is '" + other + "'; it may be en or zh");
            EXPECT_EQ(problem.code(), kUsage);
        }
}

}  // namespace
}  // namespace runner
