// line.cpp - formatting; the only place that decides what a log line looks like.
#include "chapters/11-syelog/protocol/line.hpp"

#include "chapters/11-syelog/protocol/utf8.hpp"

#include <cstdio>

namespace syelog {

Stamp stamp_of(const SYSTEMTIME& time) noexcept {
    Stamp out;
    // The remainders say what the fields are anyway; they let the compiler see that it fits.
    std::snprintf(out.data(), out.size(), "%04d%02d%02d%02d%02d%02d%03d", time.wYear % 10000,
                  time.wMonth % 100, time.wDay % 100, time.wHour % 100, time.wMinute % 100,
                  time.wSecond % 100, time.wMilliseconds % 1000);
    return out;
}

Stamp stamp_now() noexcept {
    SYSTEMTIME now;
    ::GetLocalTime(&now);
    return stamp_of(now);
}

void append_line(std::string& log, const Stamp& received, DWORD process_id, const Record& record) {
    char head[64];
    std::snprintf(head, sizeof head, "%-17.17s %4lu %02x.%02x: ", received.data(), process_id,
                  static_cast<unsigned>(record.facility), static_cast<unsigned>(record.severity));
    log += head;
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
