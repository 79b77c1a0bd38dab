// json_parse.cpp - a strict reader: what is not JSON is one sentence and a place.
#include "common/runner/text/json.hpp"

#include "common/win32/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace runner {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, std::uint32_t code) {
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        tail(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Json document() {
        Json value = next_value(0);
        skip_space();
        if (at_ != text_.size()) fail("there is more after the value");
        return value;
    }

private:
    [[noreturn]] void fail(const std::string& sentence) const { fail(sentence, at_); }
    [[noreturn]] static void fail(const std::string& sentence, std::size_t at) {
        throw JsonError(sentence, at);
    }

    // '\0' at the end; a zero byte in the text is no part of JSON either.
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) {
        if (peek() != c || at_ == text_.size()) return false;
        ++at_;
        return true;
    }
    void skip_space() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos)
            ++at_;
    }

    Json next_value(int depth) {
        skip_space();
        if (at_ == text_.size()) fail("a value is missing at the end");
        if (depth == Json::kDeepest) fail("it is nested too deeply");
        const char first = peek();
        if (first == '{') return object(depth + 1);
        if (first == '[') return array(depth + 1);
        if (first == '"') return string();
        if (first == '-' || is_digit(first)) return number();
        return word();
    }

    Json word() {
        const auto is = [&](std::string_view word) {
            if (!text_.substr(at_).starts_with(word)) return false;
            at_ += word.size();
            return true;
        };
        if (is("true")) return true;
        if (is("false")) return false;
        if (is("null")) return {};
        fail("this is no value");
    }

    Json number() {
        const std::size_t begin = at_;
        (void)take('-');
        if (!take('0')) digits();
        if (take('.')) digits();
        if (take('e') || take('E')) {
            if (!take('+')) (void)take('-');
            digits();
        }
        double value = 0;
        const auto result = std::from_chars(text_.data() + begin, text_.data() + at_, value);
        if (result.ec != std::errc()) fail("a number is too large or too small", begin);
        return value;
    }
    void digits() {
        if (!is_digit(peek())) fail("a digit is missing");
        while (is_digit(peek())) ++at_;
    }

    std::string string() {
        const std::size_t begin = at_++;
        std::string out;
        for (;;) {
            if (at_ == text_.size()) fail("a string has no end", begin);
            const std::size_t length = w32::utf8_length(text_.substr(at_));
            if (length == 0) fail("this is no UTF-8");
            if (take('"')) return out;
            if (peek() == '\\') {
                escape(out);
                continue;
            }
            if (static_cast<unsigned char>(peek()) < 0x20)
                fail("a control character stands in a string");
            out += text_.substr(at_, length);
            at_ += length;
        }
    }

    void escape(std::string& out) {
        constexpr std::string_view kNames = "\"\\/bfnrt";
        constexpr std::string_view kMeans = "\"\\/\b\f\n\r\t";
        const std::size_t begin = at_++;
        const std::size_t which = at_ == text_.size() ? kNames.npos : kNames.find(peek());
        if (which != kNames.npos) {
            out += kMeans[which];
            ++at_;
            return;
        }
        if (!take('u')) fail("there is no such escape", begin);
        std::uint32_t code = unit();
        const bool high = code >= 0xD800 && code < 0xDC00;
        if (high && text_.substr(at_).starts_with("\\u")) {
            at_ += 2;
            const std::uint32_t low = unit();
            if (low < 0xDC00 || low > 0xDFFF) fail("half a surrogate pair", begin);
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        } else if (code >= 0xD800 && code < 0xE000) {
            fail("half a surrogate pair", begin);
        }
        append_utf8(out, code);
    }

    std::uint32_t unit() {
        const std::string_view digits = text_.substr(at_, 4);
        std::uint32_t code = 0;
        const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        if (digits.size() < 4 || result.ptr != digits.data() + 4)
            fail("\\u needs four hexadecimal digits");
        at_ += 4;
        return code;
    }

    Json array(int depth) {
        Json::Items items;
        ++at_;
        skip_space();
        if (take(']')) return Json::array();
        do {
            items.push_back(next_value(depth));
            skip_space();
        } while (take(','));
        if (!take(']')) fail("a comma or ] is missing");
        return Json::array(std::move(items));
    }

    Json object(int depth) {
        Json::Members members;
        const std::size_t begin = at_++;
        skip_space();
        if (take('}')) return Json::object();
        do {
            skip_space();
            if (peek() != '"') fail("a name in quotes is missing");
            std::string name = string();
            skip_space();
            if (!take(':')) fail("a colon is missing");
            members.emplace_back(std::move(name), next_value(depth));
            skip_space();
        } while (take(','));
        if (!take('}')) fail("a comma or } is missing");
        refuse_twins(members, begin);
        return Json::object(std::move(members));
    }

    // Readers of JSON disagree about which of two would count.
    static void refuse_twins(const Json::Members& members, std::size_t begin) {
        std::vector<std::string_view> names;
        for (const Json::Member& member : members) names.push_back(member.first);
        std::sort(names.begin(), names.end());
        const auto twin = std::adjacent_find(names.begin(), names.end());
        if (twin != names.end())
            fail("an object has two members " + w32::json_string(*twin), begin);
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

Json Json::parse(std::string_view text) { return Reader(text).document(); }

}  // namespace runner
