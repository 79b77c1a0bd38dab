// packed.hpp - a record in two pieces, ready to be copied into a queue: no heap, no copy between.
//
//     const syelog::Packed record = syelog::pack(facility, severity, process, text);
//     queue.push(record);
//
// The bytes are those that encode() makes (record.hpp).
#pragma once

#include "chapters/11-syelog/protocol/record.hpp"

#include <algorithm>
#include <cstring>

namespace syelog {

/// What stands before the text. Nothing is padded, so it is copied as it is.
struct Header {
    std::uint16_t bytes;
    std::uint8_t facility;
    std::uint8_t severity;
    std::uint32_t process_id;
    FILETIME occurred;
    std::uint32_t terminate;
};
static_assert(sizeof(Header) == kHeaderBytes);
static_assert(offsetof(Header, process_id) == offsetof(WireRecord, process_id));
static_assert(offsetof(Header, occurred) == offsetof(WireRecord, occurred));
static_assert(offsetof(Header, terminate) == offsetof(WireRecord, terminate));

/// What stands behind it: a line feed, and the NUL.
inline constexpr std::string_view kTail{"\n\0", 2};

struct Packed {
    Header header;
    std::string_view text;  ///< borrowed, and cut to what fits
};

/// The text as it travels: up to its first NUL, without a line feed at its end, not too long.
inline std::string_view cut_text(std::string_view text) noexcept {
    text = text.substr(0, text.find('\0'));
    if (text.ends_with('\n')) text.remove_suffix(1);
    return text.substr(0, kMaxTextBytes);
}

/// `occurred` is now.
inline Packed pack(Facility facility, Severity severity, DWORD process_id, std::string_view text,
                   bool terminate = false) noexcept {
    const std::string_view cut = cut_text(text);
    Packed out{{static_cast<std::uint16_t>(kHeaderBytes + cut.size() + kTail.size()),
                static_cast<std::uint8_t>(facility),
                static_cast<std::uint8_t>(severity),
                process_id,
                {},
                terminate ? 1u : 0u},
               cut};
    ::GetSystemTimeAsFileTime(&out.header.occurred);
    return out;
}

/// Puts its pieces together at `to`, which has room for them; answers how many bytes that were.
inline std::size_t copy(const Packed& record, std::byte* to) noexcept {
    std::memcpy(to, &record.header, kHeaderBytes);
    std::copy_n(record.text.data(), record.text.size(), reinterpret_cast<char*>(to) + kHeaderBytes);
    std::memcpy(to + kHeaderBytes + record.text.size(), kTail.data(), kTail.size());
    return record.header.bytes;
}

}  // namespace syelog
