// arguments.hpp - `--name value` pairs of a command line, as UTF-16: paths may hold any letter.
#pragma once

#include "common/win32/handle.hpp"

#include <shellapi.h>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace syelog {

class Arguments {
public:
    /// Takes the process's command line apart; `known` are the names that may be given. Throws
    /// std::invalid_argument with a sentence for the user. --help stands alone.
    explicit Arguments(const std::vector<std::wstring>& known) {
        int count = 0;
        wchar_t** const words = ::CommandLineToArgvW(::GetCommandLineW(), &count);
        w32::check(words != nullptr, "CommandLineToArgvW");
        const std::vector<std::wstring> all(words, words + count);
        ::LocalFree(words);
        for (std::size_t i = 1; i < all.size(); ++i) {
            if (all[i] == L"--help") {
                help_ = true;
                continue;
            }
            bool is_known = false;
            for (const std::wstring& name : known) is_known = is_known || all[i] == L"--" + name;
            if (!is_known) throw std::invalid_argument("Unknown option; try --help.");
            if (i + 1 == all.size()) throw std::invalid_argument("An option lacks its value.");
            values_[all[i].substr(2)] = all[i + 1];
            ++i;
        }
    }

    bool help() const noexcept { return help_; }

    std::wstring text(const std::wstring& name, const std::wstring& otherwise) const {
        const auto found = values_.find(name);
        return found == values_.end() ? otherwise : found->second;
    }

    /// A decimal number from `least` to `most`.
    unsigned number(const std::wstring& name, unsigned otherwise, unsigned least,
                    unsigned most) const {
        const auto found = values_.find(name);
        if (found == values_.end()) return otherwise;
        const std::wstring& digits = found->second;
        unsigned long value = 0;
        if (digits.empty() || digits.size() > 9 ||
            digits.find_first_not_of(L"0123456789") != digits.npos ||
            (value = std::stoul(digits)) < least || value > most)
            throw std::invalid_argument("A number must be from " + std::to_string(least) + " to " +
                                        std::to_string(most) + '.');
        return static_cast<unsigned>(value);
    }

private:
    std::map<std::wstring, std::wstring> values_;
    bool help_ = false;
};

}  // namespace syelog
