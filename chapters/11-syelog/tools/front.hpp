// front.hpp - takes the front of a text apart.
//
//     Front front("<27>1 x");
//     front.literal("<");
//     const auto number = front.number(front.digits_ahead(), 10);
//     if (!front.ok()) ...                    // once something is missing, everything is
#pragma once

#include "common/win32/windows.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace syelog {

/// Borrows the text. What it answers means nothing unless ok() holds at the end.
class Front {
public:
    explicit Front(std::string_view text) : left_(text) {}

    void literal(std::string_view wanted) {
        ok_ = ok_ && left_.starts_with(wanted);
        if (ok_) left_.remove_prefix(wanted.size());
    }
    std::uint64_t number(std::size_t digits, unsigned base) {
        std::uint64_t value = 0;
        ok_ = ok_ && left_.size() >= digits;
        for (std::size_t i = 0; ok_ && i < digits; ++i) {
            const char c = left_[i];
            const unsigned digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                                   : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
                                                          : base;
            ok_ = digit < base;
            value = value * base + digit;
        }
        if (ok_) left_.remove_prefix(digits);
        return value;
    }
    WORD field(std::size_t digits) { return static_cast<WORD>(number(digits, 10)); }
    void spaces() { left_.remove_prefix(std::min(left_.find_first_not_of(' '), left_.size())); }
    std::size_t digits_ahead() const {
        return std::min(left_.find_first_not_of("0123456789"), left_.size());
    }
    /// Up to the next `end`, which is taken, too.
    std::string_view until(char end) {
        const std::size_t at = ok_ ? left_.find(end) : left_.npos;
        ok_ = at != left_.npos;
        const std::string_view found = left_.substr(0, ok_ ? at : 0);
        if (ok_) left_.remove_prefix(at + 1);
        return found;
    }
    bool ok() const { return ok_; }
    std::string_view left() const { return left_; }

private:
    std::string_view left_;
    bool ok_ = true;
};

}  // namespace syelog
