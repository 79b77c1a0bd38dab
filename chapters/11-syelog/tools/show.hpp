// show.hpp - which entries a reader wants to see, and how they look.
//
//     2024-01-31 23:59:59.123  app.exe[280]         error        no room
//     local time               program[process]     severity     text
//
// Nothing is said by colour alone. Nothing of a log reaches the terminal as it is: a text can hold
// what moves the cursor, hides itself or turns round the direction of writing.
#pragma once

#include "chapters/11-syelog/tools/entry.hpp"

#include <optional>
#include <vector>

namespace syelog {

/// What must hold for an entry that is shown. Several values of one kind: any of them will do.
/// Kinds that are given must all agree; those that are not are content with everything.
struct ViewFilter {
    std::optional<unsigned> worst{};  ///< syslog_severity: this number or less
    std::vector<Facility> facilities{};
    std::vector<std::uint32_t> processes{};
    std::vector<std::string> programs{};  ///< with or without .exe; case of ASCII ignored
    std::vector<std::string> texts{};     ///< substrings; case of ASCII ignored

    /// Of a damaged line only the text is known, so it passes if nothing else is asked for.
    bool passes(const Entry& entry) const;
};

/// Appends `text` so that it can do nothing but be read: control characters (also those above 127),
/// bytes that are no UTF-8, and characters that change the direction of writing or break lines are
/// escaped: \n, \x1b, \x9b, \u202e.
void append_printable(std::string& out, std::string_view text);

/// Appends the entry as one line, '\n' included.
void append_shown(std::string& out, const Entry& entry, bool colours);

}  // namespace syelog
