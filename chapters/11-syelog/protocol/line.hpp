// line.hpp - how a record looks in the log: one line, whatever its text contains.
//
//     20240131235959123  280 50.60: client 3 record 17
//
// "%-17.17s %4d %02x.%02x: %s\n": local time, process, facility.severity, text. The daemon's own
// lines have no process and no facility: "%-17.17s ---- --.%02x: %s\n".
#pragma once

#include "chapters/11-syelog/protocol/record.hpp"

namespace syelog {

/// YYYYMMDDhhmmssmmm
using Stamp = std::array<char, 18>;
Stamp stamp_of(const SYSTEMTIME& time) noexcept;

/// Appends the record's line. Control characters in the text are escaped (\n, \t, \x1b ...), so
/// that no client can forge a line or talk to the terminal; white space at its end is dropped.
void append_line(std::string& log, const Stamp& received, DWORD process_id, const Record& record);

/// Appends a line of the daemon's own.
void append_own_line(std::string& log, const Stamp& now, Severity severity, std::string_view text);

}  // namespace syelog
