// record.hpp - one log record as it travels: how a client packs it, how a daemon takes it apart.
//
//     const std::string bytes = syelog::encode({.severity = syelog::Severity::notice, .text =
//     "hi"}); decoder.arrived(n);                       // n bytes were read into decoder.space()
//     while (decoder.next(record) == syelog::Decoder::Next::record) ...
//
// The layout is that of Detours' syelog samples, so that their clients can talk to this daemon.
// Whatever arrives was written by somebody else: each number is checked against the bytes that are
// there before it is believed.
// https://github.com/microsoft/Detours/tree/main/samples/syelog
// Topics: S03
#pragma once

#include "common/win32/windows.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace syelog {

enum class Facility : std::uint8_t {
    kernel = 0x10,
    security = 0x20,
    logging = 0x30,
    service = 0x40,
    application = 0x50,
    user = 0x60,
    local0 = 0x70  ///< to local9 = 0x79
};

/// `>> 4` is the severity of syslog (RFC 5424).
enum class Severity : std::uint8_t {
    fatal = 0x00,
    alert = 0x10,
    critical = 0x20,
    error = 0x30,
    warning = 0x40,
    notice = 0x50,
    information = 0x60,
    audit_fail = 0x66,
    audit_pass = 0x67,
    debug = 0x70
};

/// The bytes on the pipe, little endian. One write is one or more of these, each cut off after
/// its text.
#pragma pack(push, 1)
struct WireRecord {
    std::uint16_t bytes;  ///< header, text and final NUL
    std::uint8_t facility;
    std::uint8_t severity;
    std::uint32_t process_id;  ///< what the client says; the pipe knows better
    FILETIME occurred;         ///< UTC, the client's clock
    std::uint32_t terminate;   ///< not 0: stop when the last client has left
    char text[4086];
};
#pragma pack(pop)
static_assert(offsetof(WireRecord, bytes) == 0 && offsetof(WireRecord, facility) == 2);
static_assert(offsetof(WireRecord, severity) == 3 && offsetof(WireRecord, process_id) == 4);
static_assert(offsetof(WireRecord, occurred) == 8 && offsetof(WireRecord, terminate) == 16);
static_assert(offsetof(WireRecord, text) == 20 && sizeof(WireRecord) == 4106);

inline constexpr std::size_t kHeaderBytes = offsetof(WireRecord, text);
inline constexpr std::size_t kMaxRecordBytes = sizeof(WireRecord);
/// Longest text that a record carries: line feed and NUL take two of its bytes.
inline constexpr std::size_t kMaxTextBytes = sizeof(WireRecord::text) - 2;
/// A client puts at most so many bytes of records into one write (the pipe's quota).
inline constexpr std::size_t kMaxBatchBytes = 32 * 1024;

/// A record without its packing. Facility and severity may be any byte: they are only printed.
struct Record {
    Facility facility = Facility::application;
    Severity severity = Severity::information;
    std::uint32_t process_id = 0;
    FILETIME occurred{};
    bool terminate = false;
    std::string_view text{};  ///< from decode: borrowed, up to its first NUL or the record's end
};

/// Packs a record as the Detours client does: the text ends with '\n' and NUL, one '\n' that is
/// there already is not doubled. Text that does not fit is cut, never refused.
std::string encode(const Record& record);

/// What can be wrong with a stream of records. After either the borders are unknown: the rest of
/// the stream cannot be read.
enum class Malformed {
    no,
    too_short,  ///< a length below the header's 20 bytes
    too_long    ///< a length above 4106
};
const char* describe(Malformed what) noexcept;

/// Takes records out of one connection's stream of bytes, wherever its reads cut it.
/// Not thread-safe: a connection has one owner.
class Decoder {
public:
    enum class Next { record, need_more, malformed };

    /// Where the next read shall put its bytes; at least 90 000 of them. Ends the life of each text
    /// that next() has handed out, and stays the same until arrived().
    std::span<std::byte> space() noexcept;
    /// `bytes` <= space().size() have been written there.
    void arrived(std::size_t bytes) noexcept { end_ += bytes; }

    /// The next whole record, if there is one. After `malformed` always malformed.
    Next next(Record& out) noexcept;

    Malformed malformed() const noexcept { return malformed_; }
    /// Bytes of a record that has begun and is not complete.
    std::size_t pending_bytes() const noexcept { return end_ - begin_; }

private:
    // Larger than the pipe's quota plus one pending batch plus the head of a cut record: so a read
    // always takes whole writes, and a write that failed has not been read in part.
    std::array<std::byte, 96 * 1024> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    Malformed malformed_ = Malformed::no;
};

}  // namespace syelog
