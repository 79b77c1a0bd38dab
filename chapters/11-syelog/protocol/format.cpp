// format.cpp - one event in three notations.
#include "chapters/11-syelog/protocol/format.hpp"

#include "chapters/11-syelog/protocol/utf8.hpp"
#include "common/win32/text.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace syelog {
namespace {

constexpr std::pair<Severity, std::string_view> kSeverities[] = {
    {Severity::fatal, "fatal"},
    {Severity::alert, "alert"},
    {Severity::critical, "critical"},
    {Severity::error, "error"},
    {Severity::warning, "warning"},
    {Severity::notice, "notice"},
    {Severity::information, "information"},
    {Severity::audit_fail, "audit_fail"},
    {Severity::audit_pass, "audit_pass"},
    {Severity::debug, "debug"}};

constexpr std::pair<Facility, std::string_view> kFacilities[] = {
    {Facility{0x10}, "kernel"},  {Facility{0x20}, "security"},    {Facility{0x30}, "logging"},
    {Facility{0x40}, "service"}, {Facility{0x50}, "application"}, {Facility{0x60}, "user"},
    {Facility{0x70}, "local0"},  {Facility{0x71}, "local1"},      {Facility{0x72}, "local2"},
    {Facility{0x73}, "local3"},  {Facility{0x74}, "local4"},      {Facility{0x75}, "local5"},
    {Facility{0x76}, "local6"},  {Facility{0x77}, "local7"},      {Facility{0x78}, "local8"},
    {Facility{0x79}, "local9"}};

template <class Value, std::size_t count>
std::string_view name_in(const std::pair<Value, std::string_view> (&table)[count],
                         Value value) noexcept {
    for (const auto& [each, name] : table)
        if (each == value) return name;
    return {};
}

template <class Value, std::size_t count>
std::optional<Value> value_in(const std::pair<Value, std::string_view> (&table)[count],
                              std::string_view wanted) noexcept {
    for (const auto& [value, name] : table)
        if (name == wanted) return value;
    return std::nullopt;
}

// The name, or the number if it has none.
template <class Value>
std::string word_for(Value value) {
    const std::string_view name = name_of(value);
    if (!name.empty()) return std::string(name);
    char number[8];
    std::snprintf(number, sizeof number, "0x%02x", static_cast<unsigned>(value));
    return number;
}

// 2024-01-31T22:59:59.123Z. A time that a client made up may be none: then 1601, where time begins.
void append_time(std::string& out, const FILETIME& utc) {
    SYSTEMTIME time{};
    if (!::FileTimeToSystemTime(&utc, &time)) {
        const FILETIME never{};
        (void)::FileTimeToSystemTime(&never, &time);
    }
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", time.wYear, time.wMonth,
                  time.wDay, time.wHour, time.wMinute, time.wSecond, time.wMilliseconds);
    out += text;
}

const std::string& host_name() {
    static const std::string name = [] {
        wchar_t text[256];
        DWORD length = 256;
        if (!::GetComputerNameExW(ComputerNameDnsHostname, text, &length)) return std::string("-");
        return w32::to_utf8(std::wstring_view(text, length));
    }();
    return name;
}

// A header field of RFC 5424: printable ASCII without blanks, `most` of it; "-" if nothing is left.
void append_field(std::string& out, std::string_view text, std::size_t most) {
    const std::size_t before = out.size();
    for (const char c : text.substr(0, most)) out += c > ' ' && c < '\x7f' ? c : '_';
    if (out.size() == before) out += '-';
}

// In the local time that is in force now, as GetLocalTime has it.
Stamp local_stamp(const FILETIME& utc) noexcept {
    FILETIME local;
    SYSTEMTIME time;
    if (!::FileTimeToLocalFileTime(&utc, &local) || !::FileTimeToSystemTime(&local, &time))
        time = {};
    return stamp_of(time);
}

void append_text(std::string& out, const Event& event, const Stamp& stamp) {
    if (event.peer != nullptr)
        append_line(out, stamp, event.peer->process_id, event.record);
    else
        append_own_line(out, stamp, event.record.severity, event.record.text);
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
    out.append(",\"").append(name).append("\":\"");
    append_json_text(out, text);
    out += '"';
}

void append_json(std::string& out, const Event& event) {
    const Record& record = event.record;
    out += "{\"received\":\"";
    append_time(out, event.received);
    out += '"';
    if (event.peer != nullptr) {
        out.append(",\"pid\":").append(std::to_string(event.peer->process_id));
        append_member(out, "program", event.peer->program);
        append_member(out, "user", event.peer->user);
        append_member(out, "facility", word_for(record.facility));
    } else {
        out += ",\"daemon\":true";
    }
    append_member(out, "severity", word_for(record.severity));
    append_member(out, "text", without_end(record.text));
    if (event.peer != nullptr) {
        out.append(",\"claimed\":{\"pid\":").append(std::to_string(record.process_id));
        out += ",\"occurred\":\"";
        append_time(out, record.occurred);
        out += "\"}";
    }
    out += "}\n";
}

}  // namespace

std::string_view name_of(Severity severity) noexcept { return name_in(kSeverities, severity); }
std::string_view name_of(Facility facility) noexcept { return name_in(kFacilities, facility); }
std::optional<Severity> severity_of(std::string_view name) noexcept {
    return value_in(kSeverities, name);
}
std::optional<Facility> facility_of(std::string_view name) noexcept {
    return value_in(kFacilities, name);
}

unsigned syslog_facility(Facility facility) noexcept {
    const unsigned value = static_cast<unsigned>(facility);
    if (value >= 0x70 && value <= 0x79) return std::min(16 + value - 0x70, 23u);
    switch (facility) {
        case Facility::kernel: return 0;
        case Facility::service: return 3;
        case Facility::security: return 4;
        case Facility::logging: return 5;
        default: return 1;
    }
}

void append_rfc5424(std::string& out, const Event& event, std::uint64_t sequence) {
    const Record& record = event.record;
    const Facility facility = event.peer != nullptr ? record.facility : Facility::logging;
    const unsigned priority = syslog_facility(facility) * 8 + syslog_severity(record.severity);
    out.append("<").append(std::to_string(priority)).append(">1 ");
    append_time(out, event.received);
    out += ' ';
    append_field(out, host_name(), 255);
    out += ' ';
    append_field(out, event.peer != nullptr ? std::string_view(event.peer->program) : "syelogd",
                 48);
    out += ' ';
    out += std::to_string(event.peer != nullptr ? event.peer->process_id : ::GetCurrentProcessId());
    out += " - ";
    if (sequence > 0)
        out.append("[meta sequenceId=\"").append(std::to_string(sequence)).append("\"]");
    // 32473 is the number that RFC 5612 sets aside for examples.
    out.append("[syelog@32473 facility=\"").append(word_for(facility));
    out.append("\" severity=\"").append(word_for(record.severity));
    if (event.peer != nullptr) {
        out.append("\" claimedPid=\"").append(std::to_string(record.process_id));
        out += "\" occurred=\"";
        append_time(out, record.occurred);
        if (!event.peer->user.empty()) {
            out += "\" user=\"";
            append_parameter(out, event.peer->user);
        }
    }
    out += "\"] ";
    append_escaped(out, record.text);
}

void append_event(std::string& out, Format format, const Event& event) {
    Formatter(format).append(out, event);
}

void Formatter::append(std::string& out, const Event& event) {
    switch (format_) {
        case Format::text:
            if (stamp_[0] == '\0' || ::CompareFileTime(&last_, &event.received) != 0) {
                last_ = event.received;
                stamp_ = local_stamp(last_);
            }
            append_text(out, event, stamp_);
            break;
        case Format::rfc5424:
            append_rfc5424(out, event);
            out += '\n';
            break;
        case Format::json: append_json(out, event); break;
    }
}

}  // namespace syelog
