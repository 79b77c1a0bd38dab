// MISTAKE: a guard without a name: it leaves on the line on which it has entered.
// Caught by: Test1 as written-outside
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge. Writes the line to the disk, or throws std::runtime_error when it is full.
/// To be called inside the section: two lines written at once come out mixed.
void write_line(int line);

/// Inside the section from here to the end of the scope, whichever way it is left.
class Inside {
public:
    explicit Inside(CRITICAL_SECTION& section) : section_(section) {
        ::EnterCriticalSection(&section_);
    }
    ~Inside() { ::LeaveCriticalSection(&section_); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    CRITICAL_SECTION& section_;
};

/// Lines on a disk. Any number of threads may use a journal at once.
struct Journal {
    CRITICAL_SECTION section;
    int written = 0;  // used inside the section

    Journal() { ::InitializeCriticalSection(&section); }
    ~Journal() { ::DeleteCriticalSection(&section); }
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Writes and counts the line. false: 0 is an empty line, which is not written. Throws what
    /// write_line() throws, and then counts nothing. However it ends, the section is free again.
    bool append(int line) {
        Inside{section};
        if (line == 0) return false;
        write_line(line);
        ++written;
        return true;
    }

    /// Appends all of them; no line of another thread comes between. Returns how many were written.
    /// Throws what append() throws: the lines before that one stay written.
    int append_all(const std::vector<int>& lines) {
        Inside{section};
        int appended = 0;
        for (const int line : lines) appended += append(line) ? 1 : 0;
        return appended;
    }

    /// How many lines have been written; read inside the section.
    int count() {
        Inside{section};
        return written;
    }
};
