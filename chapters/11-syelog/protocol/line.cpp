// line.cpp - formatting; the only place that decides what a log line looks like.
#include "chapters/11-syelog/protocol/line.hpp"

#include "chapters/11-syelog/protocol/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace syelog {
namespace {

constexpr std::size_t kStampLength = 17;

char* put_hex(char* at, unsigned byte) noexcept {
    constexpr char kDigits[] = "0123456789abcdef";
    *at++ = kDigits[(byte >> 4) & 15];
    *at++ = kDigits[byte & 15];
    return at;
}

}  // namespace

Stamp stamp_of(const SYSTEMTIME& time) noexcept {
    Stamp out;
    // The remainders say what the fields are anyway; they let the compiler see that it fits.
    std::snprintf(out.data(), out.size(), "%04d%02d%02d%02d%02d%02d%03d", time.wYear % 10000,
                  time.wMonth % 100, time.wDay % 100, time.wHour % 100, time.wMinute % 100,
                  time.wSecond % 100, time.wMilliseconds % 1000);
    return out;
}

// What printf does with "%-17.17s %4lu %02x.%02x: ", in a tenth of its time: this is done once per
// record, and all else that is done once per record is short.
void append_line(std::string& log, const Stamp& received, DWORD process_id, const Record& record) {
    char head[64];
    char* at = std::copy_n(received.data(), kStampLength, head);
    *at++ = ' ';
    char digits[12];
    const char* const end = std::to_chars(digits, digits + sizeof digits, process_id).ptr;
    for (auto length = end - digits; length < 4; ++length) *at++ = ' ';
    at = std::copy(static_cast<const char*>(digits), end, at);
    *at++ = ' ';
    at = put_hex(at, static_cast<unsigned>(record.facility));
    *at++ = '.';
    at = put_hex(at, static_cast<unsigned>(record.severity));
    *at++ = ':';
    *at++ = ' ';
    log.append(head, at);
    append_escaped(log, record.text);
    log += '\n';
}

void append_own_line(std::string& log, const Stamp& now, Severity severity, std::string_view text) {
    char head[64];
    std::snprintf(head, sizeof head, "%-17.17s ---- --.%02x: ", now.data(),
                  static_cast<unsigned>(severity));
    log += head;
    append_escaped(log, text);
    log += '\n';
}

}  // namespace syelog
