// MISTAKE: leaves, and lets nobody know that the disk is full.
// Caught by: Test3 as exception-lost
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
        const bool empty = line == 0;
        try {
            if (!empty) write_line(line);
        } catch (...) {
            ::LeaveCriticalSection(&section);
            return false;
        }
        if (!empty) ++written;
        ::LeaveCriticalSection(&section);
        return !empty;
    }

    /// Appends all of them; no line of another thread comes between. Returns how many were written.
    /// Throws what append() throws: the lines before that one stay written.
    int append_all(const std::vector<int>& lines) {
        ::EnterCriticalSection(&section);
        int appended = 0;
        try {
            for (const int line : lines) appended += append(line) ? 1 : 0;
        } catch (...) {
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
