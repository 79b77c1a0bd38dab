// json.hpp - reads one JSON text from its front to its end, without trust and without a tree.
//
//     JsonReader json(R"({"pid":280,"later":[1,2]})");
//     const bool ok = json.object([&](std::string_view name) {
//         return name == "pid" ? json.number(pid) : json.skip();
//     }) && json.at_end();
//
// Strict: the grammar of RFC 8259 and valid UTF-8, nothing else. Bounded: no more memory than the
// longest string, no deeper than kMaxDepth. Whoever writes into a log must not be able to stop
// those who read it.
// https://www.rfc-editor.org/rfc/rfc8259
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace syelog {

/// Each member reads one value and answers false if there is none of that kind; after that the
/// reader is of no more use. Borrows the text.
class JsonReader {
public:
    static constexpr int kMaxDepth = 16;

    explicit JsonReader(std::string_view text) noexcept : left_(text) {}

    /// Gets the name of each member in turn and must read or skip its value; false ends it all. The
    /// name is borrowed until the value is read.
    using Member = std::function<bool(std::string_view name)>;
    bool object(const Member& member);

    /// A string, as UTF-8. Escaped halves of a character that is none (a lone surrogate) are
    /// refused: they have no UTF-8.
    bool text(std::string& out);
    /// A whole number without sign, at most 2^64 - 1.
    bool number(std::uint64_t& out);
    bool boolean(bool& out);
    /// Any value.
    bool skip();

    /// True when nothing but white space is left.
    bool at_end() noexcept;

private:
    void skip_space() noexcept;
    bool take(char wanted) noexcept;
    bool take_word(std::string_view word) noexcept;
    bool take_digits() noexcept;
    bool escape(std::string& out);
    bool four_hex(unsigned& out) noexcept;
    bool skip_array();
    bool skip_number() noexcept;

    std::string_view left_;
    int depth_ = 0;
};

}  // namespace syelog
