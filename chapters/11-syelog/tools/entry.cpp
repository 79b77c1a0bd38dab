// entry.cpp - what the daemon writes, and nothing else, becomes an entry.
#include "chapters/11-syelog/tools/entry.hpp"

#include "chapters/11-syelog/tools/front.hpp"
#include "chapters/11-syelog/tools/json.hpp"
#include "chapters/11-syelog/tools/lines.hpp"

#include <cstdio>

namespace syelog {
namespace {

std::uint64_t ticks_of(const FILETIME& time) {
    return std::uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime;
}

FILETIME filetime_of(std::uint64_t ticks) {
    return {static_cast<DWORD>(ticks & 0xffffffff), static_cast<DWORD>(ticks >> 32)};
}

// 20240131235959123  280 50.60: text          20240131235959123 ---- --.40: text
bool read_text_line(std::string_view line, Entry& entry) {
    Front front(line);
    SYSTEMTIME time{};
    time.wYear = front.field(4);
    time.wMonth = front.field(2);
    time.wDay = front.field(2);
    time.wHour = front.field(2);
    time.wMinute = front.field(2);
    time.wSecond = front.field(2);
    time.wMilliseconds = front.field(3);
    FILETIME local;
    FILETIME utc;
    if (!front.ok() || !::SystemTimeToFileTime(&time, &local) ||
        !::LocalFileTimeToFileTime(&local, &utc))
        return false;
    entry.received = ticks_of(utc);
    front.literal(" ");
    if (front.left().starts_with("---- --.")) {
        front.literal("---- --.");
        entry.kind = Entry::Kind::own;
        entry.program = "syelogd";
    } else {
        front.spaces();
        const std::size_t digits = front.digits_ahead();
        if (digits == 0 || digits > 10) return false;
        const std::uint64_t process = front.number(digits, 10);
        if (process > UINT32_MAX) return false;
        entry.process_id = static_cast<std::uint32_t>(process);
        front.literal(" ");
        entry.facility = static_cast<Facility>(front.number(2, 16));
        front.literal(".");
        entry.kind = Entry::Kind::record;
    }
    entry.severity = static_cast<Severity>(front.number(2, 16));
    front.literal(": ");
    entry.text = front.left();
    return front.ok();
}

// A name, or 0x55.
template <class Value>
bool value_of(const std::string& word, std::optional<Value> named, Value& out) {
    if (named) {
        out = *named;
        return true;
    }
    Front front(word);
    front.literal("0x");
    out = static_cast<Value>(front.number(2, 16));
    return front.ok() && front.left().empty();
}

bool process_of(std::string_view digits, std::uint32_t& out) {
    Front front(digits);
    const std::uint64_t number = front.number(std::min<std::size_t>(digits.size(), 11), 10);
    out = static_cast<std::uint32_t>(number);
    return front.ok() && front.left().empty() && !digits.empty() && number <= UINT32_MAX;
}

// The value of a parameter, behind its opening quotation mark; '\\' is before '"', ']' and itself.
std::string parameter(Front& front) {
    std::string value;
    for (;;) {
        const std::string_view piece = front.until('"');
        value += piece;
        std::size_t backslashes = 0;
        while (backslashes < piece.size() && piece[piece.size() - 1 - backslashes] == '\\')
            ++backslashes;
        if (!front.ok() || backslashes % 2 == 0) break;
        value += '"';
    }
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const bool escaped = value[i] == '\\' && i + 1 < value.size() &&
                             std::string_view("\"\\]").find(value[i + 1]) != std::string_view::npos;
        out += value[escaped ? ++i : i];
    }
    return out;
}

// Our element of the structured data, behind "[syelog@32473".
bool read_parameters(Front& front, Entry& entry) {
    bool severity = false;
    bool facility = false;
    std::uint64_t ignored = 0;
    while (front.ok() && !front.left().starts_with(']')) {
        front.literal(" ");
        const std::string_view name = front.until('=');
        front.literal("\"");
        const std::string value = parameter(front);
        if (name == "severity")
            severity = value_of(value, severity_of(value), entry.severity);
        else if (name == "facility")
            facility = value_of(value, facility_of(value), entry.facility);
        else if (name == "user")
            entry.user = value;
        else if (name == "occurred")
            entry.claimed_time = value;
        else if (name == "claimedPid")
            entry.has_claims = process_of(value, entry.claimed_process_id);
    }
    front.literal("] ");
    return front.ok() && severity && facility &&
           (!entry.has_claims || time_of(entry.claimed_time, ignored));
}

// <27>1 2024-01-31T22:59:59.123Z host app.exe 280 - [syelog@32473 facility="service" ...] text
bool read_rfc5424_line(std::string_view line, Entry& entry) {
    Front front(line);
    front.literal("<");
    if (front.digits_ahead() == 0 || front.digits_ahead() > 3) return false;
    (void)front.number(front.digits_ahead(), 10);
    front.literal(">1 ");
    const std::string_view time = front.until(' ');
    (void)front.until(' ');  // the host
    const std::string_view program = front.until(' ');
    const std::string_view process = front.until(' ');
    front.literal("- ");
    if (front.left().starts_with("[meta ")) (void)front.until(']');
    front.literal("[syelog@32473");
    if (!front.ok() || !time_of(time, entry.received) || !read_parameters(front, entry))
        return false;
    // What the daemon says itself claims nothing.
    entry.kind = entry.has_claims ? Entry::Kind::record : Entry::Kind::own;
    if (program != "-") entry.program = program;
    if (entry.has_claims && !process_of(process, entry.process_id)) return false;
    entry.text = front.left();
    return true;
}

// One JSON object. A member that comes twice is refused: two readers could take different ones.
class JsonEntry {
public:
    explicit JsonEntry(std::string_view line) : json_(line) {}

    bool read(Entry& entry) {
        const bool ok = json_.object([&](std::string_view name) { return member(name, entry); });
        if (!ok || !json_.at_end()) return false;
        const unsigned always = kReceived | kSeverity | kText;
        const unsigned wanted = daemon_ ? always | kDaemon : always | kPid | kFacility;
        const unsigned forbidden = daemon_ ? kPid | kFacility | kClaimed : 0u;
        if ((seen_ & wanted) != wanted || (seen_ & forbidden) != 0) return false;
        entry.kind = daemon_ ? Entry::Kind::own : Entry::Kind::record;
        if (daemon_) entry.program = "syelogd";
        return true;
    }

private:
    enum Member : unsigned {
        kReceived = 1,
        kPid = 2,
        kProgram = 4,
        kUser = 8,
        kFacility = 16,
        kSeverity = 32,
        kText = 64,
        kDaemon = 128,
        kClaimed = 256,
        kClaimedPid = 512,
        kClaimedTime = 1024
    };

    bool member(std::string_view name, Entry& entry) {
        std::string word;
        if (name == "received")
            return first(kReceived) && json_.text(word) && time_of(word, entry.received);
        if (name == "pid") return first(kPid) && process(entry.process_id);
        if (name == "program") return first(kProgram) && json_.text(entry.program);
        if (name == "user") return first(kUser) && json_.text(entry.user);
        if (name == "facility")
            return first(kFacility) && json_.text(word) &&
                   value_of(word, facility_of(word), entry.facility);
        if (name == "severity")
            return first(kSeverity) && json_.text(word) &&
                   value_of(word, severity_of(word), entry.severity);
        if (name == "text") return first(kText) && json_.text(entry.text);
        if (name == "daemon") return first(kDaemon) && json_.boolean(daemon_);
        if (name != "claimed") return json_.skip();
        entry.has_claims = true;
        return first(kClaimed) &&
               json_.object([&](std::string_view inner) { return claim(inner, entry); });
    }

    bool claim(std::string_view name, Entry& entry) {
        std::uint64_t ignored = 0;
        if (name == "pid") return first(kClaimedPid) && process(entry.claimed_process_id);
        if (name == "occurred")
            return first(kClaimedTime) && json_.text(entry.claimed_time) &&
                   time_of(entry.claimed_time, ignored);
        return json_.skip();
    }

    bool process(std::uint32_t& out) {
        std::uint64_t number = 0;
        if (!json_.number(number) || number > UINT32_MAX) return false;
        out = static_cast<std::uint32_t>(number);
        return true;
    }

    bool first(Member which) {
        const bool is_first = (seen_ & which) == 0;
        seen_ |= which;
        return is_first;
    }

    JsonReader json_;
    unsigned seen_ = 0;
    bool daemon_ = false;
};

template <class Value>
std::string word_or_number(Value value) {
    if (const std::string_view name = name_of(value); !name.empty()) return std::string(name);
    char number[8];
    std::snprintf(number, sizeof number, "0x%02x", static_cast<unsigned>(value));
    return number;
}

}  // namespace

Entry read_entry(std::string_view line) {
    Entry entry;
    const auto read = [&] {
        if (line.size() >= Lines::kMaxLine) return false;
        if (line.starts_with('{')) return JsonEntry(line).read(entry);
        if (line.starts_with('<')) return read_rfc5424_line(line, entry);
        return read_text_line(line, entry);
    };
    if (read()) return entry;
    Entry damaged;
    damaged.text = line;
    return damaged;
}

std::string word_for(Severity severity) { return word_or_number(severity); }
std::string word_for(Facility facility) { return word_or_number(facility); }

bool time_of(std::string_view text, std::uint64_t& out) noexcept {
    Front front(text);
    SYSTEMTIME time{};
    time.wYear = front.field(4);
    front.literal("-");
    time.wMonth = front.field(2);
    front.literal("-");
    time.wDay = front.field(2);
    front.literal("T");
    time.wHour = front.field(2);
    front.literal(":");
    time.wMinute = front.field(2);
    front.literal(":");
    time.wSecond = front.field(2);
    front.literal(".");
    time.wMilliseconds = front.field(3);
    front.literal("Z");
    FILETIME utc{};
    if (!front.ok() || !front.left().empty() || !::SystemTimeToFileTime(&time, &utc)) return false;
    out = ticks_of(utc);
    return true;
}

std::string time_text(std::uint64_t utc) {
    const FILETIME when = filetime_of(utc);
    SYSTEMTIME time{};
    if (!::FileTimeToSystemTime(&when, &time)) return "1601-01-01T00:00:00.000Z";
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", time.wYear, time.wMonth,
                  time.wDay, time.wHour, time.wMinute, time.wSecond, time.wMilliseconds);
    return text;
}

}  // namespace syelog
