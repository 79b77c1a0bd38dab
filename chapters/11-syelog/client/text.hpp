// text.hpp - puts a text together from parts, on the stack, each part as its type wants it.
//
//     syelog::Text text;
//     text.add("disk ", 3, " is ", 99.5, " % full");
//     client.write(syelog::Severity::warning, text.view());
//
// What printf learns from its format string, the compiler knows: a part cannot be taken for
// something else. Nothing is allocated; what does not fit into a record is cut.
#pragma once

#include "chapters/11-syelog/protocol/record.hpp"

#include <algorithm>
#include <charconv>
#include <type_traits>

namespace syelog {

class Text {
public:
    Text() noexcept {}  // not = default: that would clear the buffer of `Text{}`
    Text(const Text&) = delete;
    Text& operator=(const Text&) = delete;

    /// Appends texts (whatever converts to std::string_view), numbers, `char`s, and `bool`s as
    /// "true" or "false".
    template <class... Parts>
    void add(const Parts&... parts) noexcept {
        (add_one(parts), ...);
    }

    std::string_view view() const noexcept { return {bytes_, size_}; }

private:
    template <class Part>
    void add_one(const Part& part) noexcept {
        if constexpr (std::is_convertible_v<const Part&, std::string_view>) {
            append(part);
        } else if constexpr (std::is_same_v<Part, bool>) {
            append(part ? "true" : "false");
        } else if constexpr (std::is_same_v<Part, char>) {
            append({&part, 1});
        } else {
            static_assert(std::is_arithmetic_v<Part>, "A part is a text, a number or a bool.");
            append_number(part);
        }
    }
    template <class Number>
    void append_number(Number number) noexcept {
        char digits[32];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        append({digits, static_cast<std::size_t>(end - digits)});
    }
    void append(std::string_view part) noexcept {
        const std::size_t bytes = std::min(part.size(), sizeof bytes_ - size_);
        std::copy_n(part.data(), bytes, bytes_ + size_);
        size_ += bytes;
    }

    char bytes_[kMaxTextBytes];
    std::size_t size_ = 0;
};

}  // namespace syelog
