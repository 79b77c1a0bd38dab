// arguments.hpp - a command line as UTF-16: `--name value` pairs, flags, words. Paths may hold any
// letter.
//
//     const syelog::Arguments arguments({L"pipe", L"match"}, {L"follow"}, /*most_words=*/1);
//     if (arguments.flag(L"follow")) ...             // syelog_view log.txt --follow --match disk
#pragma once

#include "common/win32/handle.hpp"
#include "common/win32/text.hpp"

#include <shellapi.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace syelog {

class Arguments {
public:
    /// Takes the process's command line apart. `known` are the names that take a value and may be
    /// given more than once, `flags` those without one; at most `most_words` words may stand
    /// outside of them. Throws std::invalid_argument with a sentence for the user. --help is always
    /// a flag.
    explicit Arguments(const std::vector<std::wstring>& known,
                       const std::vector<std::wstring>& flags = {}, std::size_t most_words = 0,
                       const wchar_t* line = ::GetCommandLineW()) {
        const std::vector<std::wstring> all = split(line);
        for (std::size_t i = 1; i < all.size(); ++i) {
            const std::wstring name = all[i].starts_with(L"--") ? all[i].substr(2) : L"";
            if (name == L"help" || contains(flags, name)) {
                flags_.insert(name);
            } else if (contains(known, name)) {
                if (i + 1 == all.size())
                    throw std::invalid_argument("--" + w32::to_utf8(name) + " lacks its value.");
                values_[name].push_back(all[++i]);
            } else if (all[i].starts_with(L'-')) {
                throw std::invalid_argument("Unknown option " + w32::to_utf8(all[i]) +
                                            "; try --help.");
            } else if (words_.size() < most_words) {
                words_.push_back(all[i]);
            } else {
                throw std::invalid_argument("'" + w32::to_utf8(all[i]) +
                                            "' is no option; try --help.");
            }
        }
    }

    bool help() const noexcept { return flag(L"help"); }
    bool flag(const std::wstring& name) const noexcept { return flags_.count(name) != 0; }

    /// The value given last.
    std::wstring text(const std::wstring& name, const std::wstring& otherwise) const {
        const auto found = values_.find(name);
        return found == values_.end() ? otherwise : found->second.back();
    }

    /// Every value of an option that may be repeated, in order.
    std::vector<std::wstring> texts(const std::wstring& name) const {
        const auto found = values_.find(name);
        return found == values_.end() ? std::vector<std::wstring>{} : found->second;
    }

    /// What is no option, in order.
    const std::vector<std::wstring>& words() const noexcept { return words_; }

    /// A decimal number from `least` to `most`.
    unsigned number(const std::wstring& name, unsigned otherwise, unsigned least,
                    unsigned most) const {
        const auto found = values_.find(name);
        return found == values_.end() ? otherwise : number_in(found->second.back(), least, most);
    }

    /// As number(), of every value of an option that may be repeated.
    std::vector<unsigned> numbers(const std::wstring& name, unsigned least, unsigned most) const {
        std::vector<unsigned> all;
        for (const std::wstring& digits : texts(name))
            all.push_back(number_in(digits, least, most));
        return all;
    }

private:
    static std::vector<std::wstring> split(const wchar_t* line) {
        int count = 0;
        wchar_t** const words = ::CommandLineToArgvW(line, &count);
        w32::check(words != nullptr, "CommandLineToArgvW");
        std::vector<std::wstring> all(words, words + count);
        ::LocalFree(words);
        return all;
    }

    // The name "" stands for what is no option.
    static bool contains(const std::vector<std::wstring>& names, const std::wstring& name) {
        return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
    }

    static unsigned number_in(const std::wstring& digits, unsigned least, unsigned most) {
        unsigned long value = 0;
        if (digits.empty() || digits.size() > 9 ||
            digits.find_first_not_of(L"0123456789") != digits.npos ||
            (value = std::stoul(digits)) < least || value > most)
            throw std::invalid_argument("A number must be from " + std::to_string(least) + " to " +
                                        std::to_string(most) + '.');
        return static_cast<unsigned>(value);
    }

    std::map<std::wstring, std::vector<std::wstring>> values_;
    std::set<std::wstring> flags_;
    std::vector<std::wstring> words_;
};

}  // namespace syelog
