// json.cpp - a recursive descent that cannot go deep.
#include "chapters/11-syelog/tools/json.hpp"

#include "chapters/11-syelog/protocol/utf8.hpp"

namespace syelog {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, unsigned code) {
    const auto byte = [&out](unsigned value) { out += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xc0 | code >> 6);
        byte(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        byte(0xe0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3f));
        byte(0x80 | (code & 0x3f));
    } else {
        byte(0xf0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3f));
        byte(0x80 | (code >> 6 & 0x3f));
        byte(0x80 | (code & 0x3f));
    }
}

}  // namespace

bool JsonReader::object(const Member& member) {
    skip_space();
    if (!take('{') || depth_ == kMaxDepth) return false;
    ++depth_;
    skip_space();
    if (!take('}')) {
        std::string name;
        do {
            skip_space();
            if (!text(name)) return false;
            skip_space();
            if (!take(':') || !member(name)) return false;
            skip_space();
        } while (take(','));
        if (!take('}')) return false;
    }
    --depth_;
    return true;
}

bool JsonReader::text(std::string& out) {
    skip_space();
    out.clear();
    if (!take('"')) return false;
    while (!left_.empty()) {
        if (take('"')) return true;
        if (take('\\')) {
            if (!escape(out)) return false;
            continue;
        }
        const std::size_t length = utf8_length(left_);
        if (length == 0 || static_cast<unsigned char>(left_[0]) < 0x20) return false;
        out.append(left_.substr(0, length));
        left_.remove_prefix(length);
    }
    return false;
}

// What comes after a backslash.
bool JsonReader::escape(std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (left_.empty()) return false;
    const char c = left_[0];
    left_.remove_prefix(1);
    if (const std::size_t at = kNames.find(c); at != kNames.npos) {
        out += kMeanings[at];
        return true;
    }
    unsigned code = 0;
    if (c != 'u' || !four_hex(code)) return false;
    if (code >= 0xd800 && code < 0xe000) {
        // A character above U+FFFF is written as two halves.
        unsigned low = 0;
        if (code >= 0xdc00 || !take('\\') || !take('u') || !four_hex(low)) return false;
        if (low < 0xdc00 || low >= 0xe000) return false;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    append_utf8(out, code);
    return true;
}

bool JsonReader::four_hex(unsigned& out) noexcept {
    if (left_.size() < 4) return false;
    out = 0;
    for (const char c : left_.substr(0, 4)) {
        const bool small = c >= 'a' && c <= 'f';
        const bool large = c >= 'A' && c <= 'F';
        if (!is_digit(c) && !small && !large) return false;
        const int digit = is_digit(c) ? c - '0' : small ? c - 'a' + 10 : c - 'A' + 10;
        out = out << 4 | static_cast<unsigned>(digit);
    }
    left_.remove_prefix(4);
    return true;
}

bool JsonReader::number(std::uint64_t& out) {
    skip_space();
    const std::string_view before = left_;
    if (!take_digits()) return false;
    const std::string_view digits = before.substr(0, before.size() - left_.size());
    if (digits.size() > 1 && digits[0] == '0') return false;
    out = 0;
    for (const char c : digits) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (out > (UINT64_MAX - digit) / 10) return false;
        out = out * 10 + digit;
    }
    // 1.5 and 1e3 are numbers, but none of this kind.
    return left_.empty() || (left_[0] != '.' && left_[0] != 'e' && left_[0] != 'E');
}

bool JsonReader::boolean(bool& out) {
    skip_space();
    out = take_word("true");
    return out || take_word("false");
}

bool JsonReader::skip() {
    skip_space();
    if (left_.empty()) return false;
    std::string ignored;
    switch (left_[0]) {
        case '{': return object([this](std::string_view) { return skip(); });
        case '[': return skip_array();
        case '"': return text(ignored);
        case 't': return take_word("true");
        case 'f': return take_word("false");
        case 'n': return take_word("null");
        default: return skip_number();
    }
}

bool JsonReader::skip_array() {
    if (!take('[') || depth_ == kMaxDepth) return false;
    ++depth_;
    skip_space();
    if (!take(']')) {
        do {
            if (!skip()) return false;
            skip_space();
        } while (take(','));
        if (!take(']')) return false;
    }
    --depth_;
    return true;
}

bool JsonReader::skip_number() noexcept {
    (void)take('-');
    if (!take('0') && !take_digits()) return false;
    if (take('.') && !take_digits()) return false;
    if (take('e') || take('E')) {
        if (!take('+')) (void)take('-');
        if (!take_digits()) return false;
    }
    return true;
}

bool JsonReader::at_end() noexcept {
    skip_space();
    return left_.empty();
}

void JsonReader::skip_space() noexcept {
    const std::size_t end = left_.find_first_not_of(" \t\r\n");
    left_.remove_prefix(end == left_.npos ? left_.size() : end);
}

bool JsonReader::take(char wanted) noexcept {
    if (left_.empty() || left_[0] != wanted) return false;
    left_.remove_prefix(1);
    return true;
}

bool JsonReader::take_word(std::string_view word) noexcept {
    if (!left_.starts_with(word)) return false;
    left_.remove_prefix(word.size());
    return true;
}

bool JsonReader::take_digits() noexcept {
    const std::size_t before = left_.size();
    while (!left_.empty() && is_digit(left_[0])) left_.remove_prefix(1);
    return left_.size() < before;
}

}  // namespace syelog
