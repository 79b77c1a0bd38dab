// entry.hpp - one line of a log, read back: in each notation that the daemon writes (format.hpp).
//
//     const Entry entry = read_entry("20240131235959123  280 50.30: no room");
//     entry.kind == Entry::Kind::record && entry.severity == Severity::error
//
// A log is a file, and a live tail is a pipe: anybody may have written what stands there. A line
// that is not what the daemon writes is `damaged`, which is an answer and no error.
#pragma once

#include "chapters/11-syelog/protocol/format.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace syelog {

/// Owns its texts: UTF-8 where the line was JSON, any bytes but '\n' otherwise.
struct Entry {
    enum class Kind {
        record,  ///< a client's
        own,     ///< the daemon says this itself; facility logging, program syelogd, no process
        damaged  ///< only `text` is there: the line as it stands
    };

    Kind kind = Kind::damaged;
    std::uint64_t received = 0;  ///< FILETIME, UTC
    std::uint32_t process_id = 0;
    std::string program;  ///< empty in a text log: it does not say
    std::string user;
    Facility facility = Facility::logging;
    Severity severity = Severity::information;
    std::string text;
    bool has_claims = false;  ///< the two below: a text log does not have them
    std::uint32_t claimed_process_id = 0;
    std::string claimed_time;  ///< as written, 24 characters
};

/// Any bytes; `line` without its line end.
Entry read_entry(std::string_view line);

/// "notice", or "0x55" for a value that has no name.
std::string word_for(Severity severity);
std::string word_for(Facility facility);

/// The FILETIME of 2024-01-31T22:59:59.123Z; false if `text` is not exactly such a time.
bool time_of(std::string_view text, std::uint64_t& out) noexcept;
/// And back. A time that is none becomes the beginning of 1601.
std::string time_text(std::uint64_t utc);

}  // namespace syelog
