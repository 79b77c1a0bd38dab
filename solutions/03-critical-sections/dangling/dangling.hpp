// SOLUTION L10 - The dangling section
// (the task: labs/03-critical-sections/dangling/dangling.hpp)
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
        const Inside inside(section);
        if (line == 0) return false;
        write_line(line);
        ++written;
        return true;
    }

    /// Appends all of them; no line of another thread comes between. Returns how many were written.
    /// Throws what append() throws: the lines before that one stay written.
    int append_all(const std::vector<int>& lines) {
        const Inside inside(section);
        int appended = 0;
        for (const int line : lines) appended += append(line) ? 1 : 0;
        return appended;
    }

    /// How many lines have been written; read inside the section.
    int count() {
        const Inside inside(section);
        return written;
    }
};

// DISCUSSION
//
// Why a class?    A function has more ways out than one sees: each return, and each call that may
//                 throw. A destructor runs on all of them. The compiler writes the leaves, one for
//                 each enter, and nobody can forget one.
// Why not catch?  It works (alternatives/by_hand.hpp), and every new return is a new trap. And who
//                 leaves for somebody else, as append_all() did, breaks when that one is repaired.
// One too many?   A section that is left more often than entered is broken, and nothing says so:
//                 another thread may be let in while somebody is inside, or nobody ever again.
// Delete, then initialize?  That resets the memory, not those who wait in it. A section is deleted
//                 when nobody uses it any more.
// Why no copies?  Two guards of one entry leave twice.
// Why a name?     `Inside(section);` without one is a guard that ends on the same line.
// And what it protects?  Free is not the same as right: who throws in the middle leaves the data as
//                 they are. Here that is well: nothing is counted before it is written.
// A mutex         would tell the next one that its owner has died (WAIT_ABANDONED, chapter 4); a
//                 section tells nobody.
// In the library  std::lock_guard, std::scoped_lock; here also w32::Guard.
