// trace.hpp - a log as Chrome trace events: to be opened in https://ui.perfetto.dev or
// chrome://tracing.
//
//     TraceWriter trace([&](std::string_view json) { write_all(file, json); });
//     while (lines.next(line)) trace.add(line);
//     trace.finish();
//
// Each record is an instant in the row of its facility, in the group of its process; a counter says
// how many came in each 100 ms. Times are microseconds since the first record. Whatever comes in,
// valid JSON goes out, piece by piece: memory does not grow with the log.
//
// A record "begin x" does not open a bar that "end x" would close: what clients write is no
// protocol, and one record that is missing would put every later bar into a wrong place.
// https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
#pragma once

#include "chapters/11-syelog/tools/entry.hpp"

#include <functional>
#include <set>

namespace syelog {

/// One thread.
class TraceWriter {
public:
    using Output = std::function<void(std::string_view json)>;
    explicit TraceWriter(Output output);

    /// A line of a log. One that is damaged becomes an instant of that name, at the time of the
    /// one before.
    void add(std::string_view line);
    /// Closes the JSON; idempotent. Nothing may be added afterwards.
    void finish();

    std::uint64_t records() const noexcept { return records_; }  ///< the daemon's own among them
    std::uint64_t damaged() const noexcept { return damaged_; }

private:
    void add_entry(const Entry& entry);
    void name_rows(std::uint32_t process, const Entry& entry);
    void count(const Entry& entry);
    void end_interval(bool gap);
    void begin_event(const char* phase, std::string_view name, std::uint32_t process, unsigned row);
    void member(std::string_view name, std::string_view text);
    void end_event();

    struct Interval {
        std::uint64_t number = 0;  // of 100 ms
        std::uint64_t bad = 0;     // warning or worse
        std::uint64_t other = 0;
    };

    const Output output_;
    std::string out_;
    std::uint64_t first_time_ = 0;  // FILETIME of the first record; 0: none has come
    std::uint64_t now_ = 0;         // microseconds since then
    Interval interval_;
    std::set<std::string> named_;  // rows that have a name already
    std::uint64_t records_ = 0;
    std::uint64_t damaged_ = 0;
    bool finished_ = false;
};

}  // namespace syelog
