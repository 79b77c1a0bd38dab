// LAB L10 - The dangling section                                    about 20 minutes
//
// Goal    However a function ends, the section it has entered is free afterwards. As it stands, an
//         empty line or a full disk keeps everybody else out for ever.
//
// Given   Journal: a critical section, and functions with several ways out. Members and classes may
//         be added. The section is looked at by the judge: it stays `section`, a CRITICAL_SECTION,
//         or becomes a w32::CriticalSection (common/win32/locks.hpp). write_line() belongs to it.
// To do   the places marked TODO. The contracts of the functions stay as they are.
// Rules   nothing is initialized or deleted in between; no Sleep.
//
// Judged  wb check L10   (Visual Studio: Test Explorer, ch03.lab.dangling). The judge takes each
//         way out on a thread of its own; when that has ended it looks who owns the section and how
//         often he has entered.
// Stuck?  wb hint L10, then notes/03-critical-sections.md#what-if-the-owner-ends-without-leaving
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge. Writes the line to the disk, or throws std::runtime_error when it is full.
/// To be called inside the section: two lines written at once come out mixed.
void write_line(int line);

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
        ::EnterCriticalSection(&section);
        // TODO 1: each way out of this function leaves the section, once.
        if (line == 0) return false;
        write_line(line);
        ++written;
        ::LeaveCriticalSection(&section);
        return true;
    }

    /// Appends all of them; no line of another thread comes between. Returns how many were written.
    /// Throws what append() throws: the lines before that one stay written.
    int append_all(const std::vector<int>& lines) {
        ::EnterCriticalSection(&section);
        int appended = 0;
        try {
            for (const int line : lines) appended += append(line) ? 1 : 0;
        } catch (...) {
            // TODO 2: what this function has entered, it leaves; what append() has entered is
            //         append()'s affair.
            ::LeaveCriticalSection(&section);
            ::LeaveCriticalSection(&section);
            throw;
        }
        ::LeaveCriticalSection(&section);
        return appended;
    }

    /// How many lines have been written; read inside the section.
    int count() {
        ::EnterCriticalSection(&section);
        const int lines = written;
        ::LeaveCriticalSection(&section);
        return lines;
    }
};
