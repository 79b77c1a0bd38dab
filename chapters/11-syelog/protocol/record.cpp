// record.cpp - packing, and unpacking without trust.
#include "chapters/11-syelog/protocol/record.hpp"

#include <algorithm>
#include <cstring>

namespace syelog {

std::string encode(const Record& record) {
    std::string_view text = record.text.substr(0, record.text.find('\0'));
    if (text.ends_with('\n')) text.remove_suffix(1);
    text = text.substr(0, kMaxTextBytes);
    const std::size_t bytes = kHeaderBytes + text.size() + 2;
    // Only the header is built as a struct: clearing 4 KiB for each short text would cost more
    // than everything else here.
    WireRecord wire;
    wire.bytes = static_cast<std::uint16_t>(bytes);
    wire.facility = static_cast<std::uint8_t>(record.facility);
    wire.severity = static_cast<std::uint8_t>(record.severity);
    wire.process_id = record.process_id;
    wire.occurred = record.occurred;
    wire.terminate = record.terminate ? 1 : 0;
    std::string out;
    out.reserve(bytes);
    out.append(reinterpret_cast<const char*>(&wire), kHeaderBytes);
    out.append(text).append("\n\0", 2);
    return out;
}

const char* describe(Malformed what) noexcept {
    switch (what) {
        case Malformed::too_short: return "a record shorter than its header";
        case Malformed::too_long: return "a record longer than a record can be";
        default: return "nothing wrong";
    }
}

std::span<std::byte> Decoder::space() noexcept {
    // What is left of the last read is the head of one record: a short move.
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    return std::span(buffer_).subspan(end_);
}

Decoder::Next Decoder::next(Record& out) noexcept {
    if (malformed_ != Malformed::no) return Next::malformed;
    const std::size_t there = end_ - begin_;
    const std::byte* const from = buffer_.data() + begin_;
    std::uint16_t bytes = 0;
    if (there < sizeof bytes) return Next::need_more;
    std::memcpy(&bytes, from, sizeof bytes);
    // The length is judged before it is waited for: else a client could keep us waiting for 65 535
    // bytes that no buffer of ours would hold.
    if (bytes < kHeaderBytes) malformed_ = Malformed::too_short;
    if (bytes > kMaxRecordBytes) malformed_ = Malformed::too_long;
    if (malformed_ != Malformed::no) return Next::malformed;
    if (there < bytes) return Next::need_more;

    WireRecord header;
    std::memcpy(&header, from, kHeaderBytes);
    out.facility = static_cast<Facility>(header.facility);
    out.severity = static_cast<Severity>(header.severity);
    out.process_id = header.process_id;
    out.occurred = header.occurred;
    out.terminate = header.terminate != 0;
    // The text ends with a NUL if the client kept its word, and with the record in any case.
    const char* const text = reinterpret_cast<const char*>(from) + kHeaderBytes;
    out.text = std::string_view(text, bytes - kHeaderBytes);
    out.text = out.text.substr(0, out.text.find('\0'));
    begin_ += bytes;
    return Next::record;
}

}  // namespace syelog
