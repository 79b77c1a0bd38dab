// trace.cpp - one event per record, and the rows they stand in.
#include "chapters/11-syelog/tools/trace.hpp"

#include "chapters/11-syelog/protocol/utf8.hpp"
#include "chapters/11-syelog/tools/lines.hpp"

#include <algorithm>

namespace syelog {
namespace {

constexpr std::size_t kNameCharacters = 60;
constexpr std::size_t kMostNames = 4096;  // remembered; a row that is named twice does no harm
constexpr std::size_t kPiece = 64 * 1024;
constexpr std::uint64_t kInterval = 100'000;  // microseconds
// The daemon's own events and the counter have a group of their own. A process id on Windows is a
// multiple of four: this is none.
constexpr std::uint32_t kDaemonProcess = 1;

std::string_view shortened(std::string_view text) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < kNameCharacters && end < text.size(); ++i)
        end += std::max<std::size_t>(utf8_length(text.substr(end)), 1);
    return text.substr(0, end);
}

}  // namespace

TraceWriter::TraceWriter(Output output) : output_(std::move(output)) {
    out_ =
        "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n"
        R"({"ph":"M","name":"process_name","pid":1,"tid":0,"args":{"name":"syelogd"}})";
    named_.insert("1 syelogd");
}

void TraceWriter::add(std::string_view line) {
    const Entry entry = read_entry(line);
    if (entry.kind == Entry::Kind::damaged) {
        ++damaged_;
        begin_event("i", "damaged line", kDaemonProcess, 0);
        out_ += ",\"s\":\"p\",\"cat\":\"damaged\",\"args\":{\"line\":\"";
        append_json_text(out_, line);
        out_ += "\"}";
        end_event();
        return;
    }
    if (first_time_ == 0) first_time_ = std::max<std::uint64_t>(entry.received, 1);
    // Workers of the daemon may overtake each other, and a clock may be set: never below zero.
    now_ = entry.received > first_time_ ? (entry.received - first_time_) / 10 : 0;
    ++records_;
    count(entry);
    add_entry(entry);
}

void TraceWriter::add_entry(const Entry& entry) {
    const bool own = entry.kind == Entry::Kind::own;
    const std::uint32_t process = own ? kDaemonProcess : entry.process_id;
    name_rows(process, entry);
    const std::string_view text = without_end(entry.text);
    begin_event("i", shortened(text), process, static_cast<unsigned>(entry.facility));
    out_ += ",\"s\":\"t\"";
    member("cat", word_for(entry.severity));
    if (syslog_severity(entry.severity) <= 3) member("cname", "terrible");
    if (syslog_severity(entry.severity) == 4) member("cname", "bad");
    out_.append(",\"args\":{\"received\":\"").append(time_text(entry.received)).append("\"");
    if (!own) member("facility", word_for(entry.facility));
    member("severity", word_for(entry.severity));
    if (!entry.program.empty()) member("program", entry.program);
    if (!entry.user.empty()) member("user", entry.user);
    member("text", text);
    if (entry.has_claims) {
        member("claimed pid", std::to_string(entry.claimed_process_id));
        member("claimed time", entry.claimed_time);
    }
    out_ += '}';
    end_event();
}

// Before the first event of a row. The viewers take the name that comes last: an id that the
// system has given away twice has one group, with the later program's name.
void TraceWriter::name_rows(std::uint32_t process, const Entry& entry) {
    if (named_.size() >= kMostNames) named_.clear();
    const std::string id = std::to_string(process);
    const std::string program(shortened(entry.program));
    if (!program.empty() && named_.insert(id + ' ' + program).second) {
        begin_event("M", "process_name", process, 0);
        out_ += ",\"args\":{\"name\":\"";
        append_json_text(out_, program);
        out_ += "\"}";
        end_event();
    }
    const std::string facility = word_for(entry.facility);
    if (!named_.insert(id + '.' + facility).second) return;
    begin_event("M", "thread_name", process, static_cast<unsigned>(entry.facility));
    out_.append(",\"args\":{\"name\":\"").append(facility).append("\"}");
    end_event();
}

void TraceWriter::count(const Entry& entry) {
    const std::uint64_t number = now_ / kInterval;
    if (number > interval_.number) {
        end_interval(number > interval_.number + 1);
        interval_ = {number, 0, 0};
    }
    // One that comes late counts with those it comes with.
    ++(syslog_severity(entry.severity) <= 4 ? interval_.bad : interval_.other);
}

void TraceWriter::end_interval(bool gap) {
    const auto sample = [this](std::uint64_t number, std::uint64_t bad, std::uint64_t other) {
        out_ += ",\n{\"ph\":\"C\",\"name\":\"records per 100 ms\",\"pid\":1,\"tid\":0,\"ts\":";
        out_.append(std::to_string(number * kInterval));
        out_.append(",\"args\":{\"warning or worse\":").append(std::to_string(bad));
        out_.append(",\"other\":").append(std::to_string(other));
        out_ += '}';
        end_event();
    };
    sample(interval_.number, interval_.bad, interval_.other);
    if (gap) sample(interval_.number + 1, 0, 0);
}

void TraceWriter::begin_event(const char* phase, std::string_view name, std::uint32_t process,
                              unsigned row) {
    out_.append(",\n{\"ph\":\"").append(phase).append("\",\"name\":\"");
    append_json_text(out_, name);
    out_.append("\",\"pid\":").append(std::to_string(process));
    out_.append(",\"tid\":").append(std::to_string(row));
    out_.append(",\"ts\":").append(std::to_string(now_));
}

void TraceWriter::member(std::string_view name, std::string_view text) {
    out_.append(",\"").append(name).append("\":\"");
    append_json_text(out_, text);
    out_ += '"';
}

void TraceWriter::end_event() {
    out_ += '}';
    if (out_.size() < kPiece) return;
    output_(out_);
    out_.clear();
}

void TraceWriter::finish() {
    if (finished_) return;
    finished_ = true;
    if (records_ > 0) end_interval(/*gap=*/true);
    out_.append("\n],\"otherData\":{\"records\":\"").append(std::to_string(records_));
    out_.append("\",\"damaged lines\":\"").append(std::to_string(damaged_)).append("\"}}\n");
    output_(out_);
    out_.clear();
}

}  // namespace syelog
