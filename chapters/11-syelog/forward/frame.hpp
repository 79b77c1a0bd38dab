// frame.hpp - a syslog message as RFC 6587 puts it on a connection: its length, a blank, itself.
//
//     83 <14>1 2024-01-31T22:59:59.123Z host app.exe 280 - [meta sequenceId="17"][...] started
//
// A segment of the spool holds the same bytes: what is on the disk is what is sent.
// https://www.rfc-editor.org/rfc/rfc6587#section-3.4.1
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace syelog {

/// What a sequenceId may be at most; after it comes 1 (RFC 5424, section 7.3.1).
inline constexpr std::uint64_t kLastSequenceId = 2147483647;
/// No message of ours is longer: a text of 4084 bytes, each written as \x1b, and what is around it.
inline constexpr std::size_t kMaxMessageBytes = 99'999;

/// Records are counted from 1 and for ever; this is what the collector is told.
constexpr std::uint64_t sequence_id(std::uint64_t number) noexcept {
    return (number - 1) % kLastSequenceId + 1;
}

/// Appends the frame of a message that append_rfc5424 has made without a sequence number, and puts
/// [meta sequenceId="..."] into it.
void append_frame(std::string& out, std::string_view message, std::uint64_t number);

/// What a segment consists of.
struct Frames {
    enum class Rest {
        none,    ///< it ends with a whole frame
        cut,     ///< a frame has begun and is not complete, or the system has not written it: zeros
        foreign  ///< something that we did not write
    };
    std::size_t bytes = 0;  ///< of the whole frames, from the front on
    std::size_t count = 0;
    Rest rest = Rest::none;
};
Frames look_through(std::string_view segment) noexcept;

}  // namespace syelog
