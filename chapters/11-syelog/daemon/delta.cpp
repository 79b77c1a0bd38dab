// delta.cpp - reads the stamps back, and writes their differences.
#include "chapters/11-syelog/daemon/delta.hpp"

#include "common/win32/windows.hpp"

#include <charconv>
#include <cstdio>
#include <string_view>

namespace syelog {
namespace {

constexpr std::size_t kStampDigits = 17;  // YYYYMMDDhhmmssmmm

WORD field(std::string_view line, std::size_t at, std::size_t digits) {
    WORD value = 0;
    (void)std::from_chars(line.data() + at, line.data() + at + digits, value);
    return value;
}

// -1: there is no stamp.
std::int64_t milliseconds_of(std::string_view line) {
    if (line.find_first_not_of("0123456789") != kStampDigits) return -1;
    const SYSTEMTIME time = {.wYear = field(line, 0, 4),
                             .wMonth = field(line, 4, 2),
                             .wDayOfWeek = 0,
                             .wDay = field(line, 6, 2),
                             .wHour = field(line, 8, 2),
                             .wMinute = field(line, 10, 2),
                             .wSecond = field(line, 12, 2),
                             .wMilliseconds = field(line, 14, 3)};
    FILETIME moment;
    if (!::SystemTimeToFileTime(&time, &moment)) return -1;
    const std::uint64_t ticks =
        (std::uint64_t{moment.dwHighDateTime} << 32) | moment.dwLowDateTime;  // of 100 ns
    return static_cast<std::int64_t>(ticks / 10'000);
}

}  // namespace

void DeltaTimes::operator()(std::string& lines) {
    std::string out;
    out.reserve(lines.size());
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = lines.find('\n', at);
        const std::size_t next = end == lines.npos ? lines.size() : end + 1;
        const std::string_view line = std::string_view(lines).substr(at, next - at);
        at = next;
        const std::int64_t now = milliseconds_of(line);
        if (now < 0) {
            out += line;
            continue;
        }
        char delta[24];
        std::snprintf(delta, sizeof delta, "%7lld",
                      static_cast<long long>(last_ < 0 ? 0 : now - last_));
        last_ = now;
        out.append(delta).append(line.substr(kStampDigits));
    }
    lines.swap(out);
}

}  // namespace syelog
