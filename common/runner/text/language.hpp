// language.hpp - English or Chinese?
#pragma once

#include <string_view>

namespace runner {

enum class Language { english, chinese };

/// What somebody may have said about it; "" where nothing was said.
struct LanguageWishes {
    bool zh_option = false;         ///< --zh
    std::string_view wb_lang = {};  ///< the environment's WB_LANG: "zh", "en", also "zh_CN.UTF-8"
    std::string_view locale = {};   ///< of a Linux terminal: LC_ALL, else LC_MESSAGES, else LANG
    bool chinese_system = false;    ///< the user's Windows speaks Chinese
};

/// The option, which is typed for this one call, before WB_LANG, and that before the system. Throws
/// Problem (usage) for a WB_LANG that is neither; any locale that is not Chinese means English.
Language choose_language(const LanguageWishes& wishes);

/// Asks the environment and the system.
Language language_here(bool zh_option);

}  // namespace runner
