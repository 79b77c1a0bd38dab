// json_text.cpp - the table of RFC 3629 and the escapes of RFC 8259.
#include "common/win32/json_text.hpp"

namespace w32 {
namespace {

// What may follow a first byte: how many bytes, and the range of the first of them.
struct Tail {
    std::size_t count;
    unsigned low;
    unsigned high;
};

Tail tail_of(unsigned first) noexcept {
    if (first < 0xC2) return {0, 0, 0};
    if (first < 0xE0) return {1, 0x80, 0xBF};
    if (first == 0xE0) return {2, 0xA0, 0xBF};  // below: two bytes would do
    if (first == 0xED) return {2, 0x80, 0x9F};  // above: surrogates
    if (first < 0xF0) return {2, 0x80, 0xBF};
    if (first == 0xF0) return {3, 0x90, 0xBF};  // below: three bytes would do
    if (first < 0xF4) return {3, 0x80, 0xBF};
    if (first == 0xF4) return {3, 0x80, 0x8F};  // above: beyond U+10FFFF
    return {0, 0, 0};
}

void append_escaped(std::string& out, char c) {
    constexpr char kDigits[] = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    if (code >= 0x20 && code != 0x7F) {
        out += c;
        return;
    }
    out += "\\u00";
    out += kDigits[code >> 4];
    out += kDigits[code & 15];
}

}  // namespace

std::size_t utf8_length(std::string_view text) noexcept {
    if (text.empty()) return 0;
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    if (byte(0) < 0x80) return 1;
    const Tail tail = tail_of(byte(0));
    if (tail.count == 0 || text.size() <= tail.count) return 0;
    if (byte(1) < tail.low || byte(1) > tail.high) return 0;
    for (std::size_t at = 2; at <= tail.count; ++at)
        if ((byte(at) & 0xC0) != 0x80) return 0;
    return tail.count + 1;
}

std::string json_string(std::string_view text) {
    std::string out = "\"";
    out.reserve(text.size() + 2);
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 1)
            append_escaped(out, text.front());
        else if (length == 0)
            out += "\xEF\xBF\xBD";
        else
            out += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out + '"';
}

}  // namespace w32
