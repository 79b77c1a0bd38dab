// format.hpp - the ways in which an event can be written down.
//
//     text      20240131235959123  280 50.50: started          (line.hpp: the original's line)
//     rfc5424   <13>1 2024-01-31T22:59:59.123Z host app.exe 280 - [syelog@32473 ...] started
//     json      {"received":"2024-01-31T22:59:59.123Z","pid":280,...,"text":"started"}
//
// Each is one line whatever the text contains: control characters are escaped.
// https://www.rfc-editor.org/rfc/rfc5424
#pragma once

#include "chapters/11-syelog/protocol/event.hpp"
#include "chapters/11-syelog/protocol/line.hpp"

#include <optional>

namespace syelog {

enum class Format { text, rfc5424, json };

/// Appends the event as one line, '\n' included. Any thread.
void append_event(std::string& out, Format format, const Event& event);

/// append_event for many events, of which most come at the same time as the one before: remembers
/// how that looks. One thread at a time.
class Formatter {
public:
    explicit Formatter(Format format) noexcept : format_(format) {}
    void append(std::string& out, const Event& event);

private:
    Format format_;
    FILETIME last_{};
    Stamp stamp_{};
};

/// As Format::rfc5424 without the line's end: what a syslog collector wants. `sequence` > 0 becomes
/// [meta sequenceId="..."], by which a collector may recognize what it has got twice.
void append_rfc5424(std::string& out, const Event& event, std::uint64_t sequence = 0);

/// "notice", "audit_fail"; empty for a value that has no name. The names are those of record.hpp.
std::string_view name_of(Severity severity) noexcept;
std::string_view name_of(Facility facility) noexcept;
std::optional<Severity> severity_of(std::string_view name) noexcept;
std::optional<Facility> facility_of(std::string_view name) noexcept;

/// 0 (worst) to 7, as in RFC 5424.
constexpr unsigned syslog_severity(Severity severity) noexcept {
    return (static_cast<unsigned>(severity) >> 4) & 7;
}
/// 0 to 23: kernel 0, application and user 1, service 3, security 4, logging 5, local0 to 7 16 to
/// 23 (local8 and 9, which RFC 5424 does not have, 23), everything else 1.
unsigned syslog_facility(Facility facility) noexcept;

}  // namespace syelog
