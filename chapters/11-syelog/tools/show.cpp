// show.cpp - columns, colours, and what a terminal must not get.
#include "chapters/11-syelog/tools/show.hpp"

#include "chapters/11-syelog/protocol/utf8.hpp"

#include <algorithm>
#include <cstdio>

namespace syelog {
namespace {

constexpr std::size_t kWhoColumns = 20;
constexpr std::size_t kSeverityColumns = 11;  // "information"

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(char a, char b) noexcept { return lower(a) == lower(b); }

bool contains(std::string_view text, std::string_view wanted) {
    return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), same) != text.end();
}

bool is_program(std::string_view program, std::string_view wanted) {
    const auto equal = [&](std::string_view name) {
        return std::equal(program.begin(), program.end(), name.begin(), name.end(), same);
    };
    return equal(wanted) || equal(std::string(wanted) + ".exe");
}

template <class Values, class Fits>
bool any(const Values& values, Fits fits) {
    return values.empty() || std::any_of(values.begin(), values.end(), fits);
}

unsigned code_point(std::string_view character) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    if (character.size() == 1) return byte(0);
    unsigned code = byte(0) & (0x7fu >> character.size());
    for (std::size_t i = 1; i < character.size(); ++i) code = code << 6 | (byte(i) & 0x3f);
    return code;
}

// Controls of ASCII and of Latin-1 (U+009B begins a sequence in some terminals); line and paragraph
// separators; what embeds, overrides or isolates a direction.
bool is_dangerous(unsigned code) noexcept {
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0x200e ||
           code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

void append_escape(std::string& out, unsigned code) {
    switch (code) {
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    char escape[16];
    std::snprintf(escape, sizeof escape, code < 0x100 ? "\\x%02x" : "\\u%04x", code);
    out += escape;
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

void append_column(std::string& out, std::string_view text, std::size_t columns) {
    out += text;
    out.append(columns - std::min(columns, characters(text)), ' ');
    out += ' ';
}

// The number in front is what a terminal calls the colour; "" for none.
const char* colour_of(const Entry& entry) noexcept {
    if (entry.kind == Entry::Kind::damaged) return "35";
    switch (syslog_severity(entry.severity)) {
        case 0:
        case 1:
        case 2: return "1;31";
        case 3: return "31";
        case 4: return "33";
        case 5: return "36";
        case 7: return "2";
        default: return "";
    }
}

void append_painted(std::string& out, std::string_view text, std::string_view colour) {
    if (colour.empty())
        out += text;
    else
        out.append("\x1b[").append(colour).append("m").append(text).append("\x1b[0m");
}

std::string local_time(std::uint64_t utc) {
    const FILETIME when{static_cast<DWORD>(utc & 0xffffffff), static_cast<DWORD>(utc >> 32)};
    FILETIME local{};
    SYSTEMTIME time{};
    if (!::FileTimeToLocalFileTime(&when, &local) || !::FileTimeToSystemTime(&local, &time))
        time = {};
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d.%03d", time.wYear, time.wMonth,
                  time.wDay, time.wHour, time.wMinute, time.wSecond, time.wMilliseconds);
    return text;
}

std::string who(const Entry& entry) {
    std::string out;
    append_printable(out, entry.program);
    if (entry.kind == Entry::Kind::record) out += '[' + std::to_string(entry.process_id) + ']';
    return out;
}

}  // namespace

bool ViewFilter::passes(const Entry& entry) const {
    const bool known = entry.kind != Entry::Kind::damaged;
    const bool asks = worst || !facilities.empty() || !processes.empty() || !programs.empty();
    if (!known && asks) return false;
    if (worst && syslog_severity(entry.severity) > *worst) return false;
    const bool is_record = entry.kind == Entry::Kind::record;
    return any(facilities, [&](Facility one) { return one == entry.facility; }) &&
           any(processes,
               [&](std::uint32_t one) { return is_record && one == entry.process_id; }) &&
           any(programs, [&](const auto& one) { return is_program(entry.program, one); }) &&
           any(texts, [&](const auto& one) { return contains(entry.text, one); });
}

void append_printable(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
        const unsigned code =
            length == 0 ? static_cast<unsigned char>(text[0]) : code_point(character);
        if (length == 0 || is_dangerous(code))
            append_escape(out, code);
        else
            out += character;
        text.remove_prefix(character.size());
    }
}

void append_shown(std::string& out, const Entry& entry, bool colours) {
    const bool known = entry.kind != Entry::Kind::damaged;
    const std::string time = known ? local_time(entry.received) : "-";
    append_painted(out, time, colours ? "2" : "");
    out.append(25 - std::min<std::size_t>(time.size(), 23), ' ');
    append_column(out, known ? who(entry) : "-", kWhoColumns);
    const std::string word = known ? word_for(entry.severity) : "damaged";
    append_painted(out, word, colours ? colour_of(entry) : "");
    append_column(out, "", kSeverityColumns - std::min(word.size(), kSeverityColumns));
    append_printable(out, without_end(entry.text));
    out += '\n';
}

}  // namespace syelog
