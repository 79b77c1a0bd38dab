// utf8.cpp - escapes, and what is a character.
#include "chapters/11-syelog/protocol/utf8.hpp"

#include <cstdio>

namespace syelog {
namespace {

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_control(unsigned char byte) noexcept { return byte < 0x20 || byte == 0x7f; }

void append_control(std::string& out, char c) {
    switch (c) {
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned char>(c));
    out += escape;
}

void append_code_point(std::string& out, unsigned value) {
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\u%04x", value & 0xffff);
    out += escape;
}

}  // namespace

std::string_view without_end(std::string_view text) noexcept {
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

void append_escaped(std::string& out, std::string_view text) {
    text = without_end(text);
    for (std::size_t clean = 0, at = 0;; ++at) {  // [clean, at) needs no escape
        if (at < text.size() && !is_control(static_cast<unsigned char>(text[at]))) continue;
        out.append(text.substr(clean, at - clean));
        if (at == text.size()) return;
        append_control(out, text[at]);
        clean = at + 1;
    }
}

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
std::size_t utf8_length(std::string_view text) noexcept {
    if (text.empty()) return 0;
    const unsigned first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
    const unsigned second = static_cast<unsigned char>(text[1]);
    const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
    const bool outside = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
    return overlong || outside ? 0 : length;
}

void append_json_text(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const unsigned char byte = static_cast<unsigned char>(text[0]);
        if (length == 0 || is_control(byte)) {
            append_code_point(out, byte);
        } else {
            if (byte == '"' || byte == '\\') out += '\\';
            out.append(text.substr(0, length));
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
}

void append_parameter(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (is_control(static_cast<unsigned char>(c))) {
            append_control(out, c);
            continue;
        }
        if (c == '"' || c == '\\' || c == ']') out += '\\';
        out += c;
    }
}

}  // namespace syelog
