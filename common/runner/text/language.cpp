// language.cpp - asks the option, WB_LANG and the system, in this order.
#include "common/runner/text/language.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/text.hpp"
#include "common/win32/windows.hpp"

#include <string>

namespace runner {
namespace {

std::string setting(const wchar_t* name) {
    wchar_t text[100];
    const DWORD length = ::GetEnvironmentVariableW(name, text, 100);
    return length < 100 ? w32::to_utf8({text, length}) : "a text of " + std::to_string(length);
}

// "zh" of "zh", "zh-CN", "zh_CN.UTF-8" and "ZH".
std::string language_of(std::string_view locale) {
    return lower(locale.substr(0, locale.find_first_of("-_.@")));
}

// As setlocale() of a Linux program looks for the language of messages.
std::string linux_locale() {
    for (const wchar_t* name : {L"LC_ALL", L"LC_MESSAGES", L"LANG"})
        if (std::string locale = setting(name); !locale.empty()) return locale;
    return "";
}

}  // namespace

Language choose_language(const LanguageWishes& wishes) {
    if (wishes.zh_option) return Language::chinese;
    if (!wishes.wb_lang.empty()) {
        const std::string language = language_of(trimmed(wishes.wb_lang));
        if (language == "zh") return Language::chinese;
        if (language == "en") return Language::english;
        throw Problem(kUsage,
                      "WB_LANG is '" + std::string(wishes.wb_lang) + "'; it may be en or zh");
    }
    if (!wishes.locale.empty())
        return language_of(wishes.locale) == "zh" ? Language::chinese : Language::english;
    return wishes.chinese_system ? Language::chinese : Language::english;
}

Language language_here(bool zh_option) {
    const std::string wb_lang = setting(L"WB_LANG");
    // Wine gives a system language of its own to whoever has not installed the locale.
    const std::string locale = w32::running_under_wine() ? linux_locale() : "";
    return choose_language(
        {.zh_option = zh_option,
         .wb_lang = wb_lang,
         .locale = locale,
         .chinese_system = PRIMARYLANGID(::GetUserDefaultUILanguage()) == LANG_CHINESE});
}

}  // namespace runner
