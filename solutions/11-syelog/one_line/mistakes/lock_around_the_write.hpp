// MISTAKE: each line is whole and right, and every worker waits for the disk.
// Caught by: Test3 as waits-for-the-disk
#pragma once

#include "common/win32/windows.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Given by the judge. Appends to the file, and returns when that is done: it may take a while.
void write_out(std::string_view bytes);
/// Given by the judge. The time, which never goes back.
int now_ms();

/// The log of many workers: "+3 one of them has said this\n".
class Log {
public:
    Log() = default;
    /// After finish().
    ~Log() = default;
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    /// Appends a line: how many milliseconds after the line above it (the first one: after the Log
    /// was made), and the text. Any thread; the lines of one thread are in its order. Does not wait
    /// for the disk, not even for another worker's line.
    void line(std::string_view text) {
        ::AcquireSRWLockExclusive(&lock_);
        const int now = now_ms();
        std::string line = "+" + std::to_string(now - last_) + " ";
        line.append(text).append("\n");
        last_ = now;
        write_out(line);
        ::ReleaseSRWLockExclusive(&lock_);
    }

    /// Returns when each line is written, and when what the Log has started has ended. Nobody is in
    /// line() then, and nobody comes any more. Once.
    void finish() {}

private:
    SRWLOCK lock_ = SRWLOCK_INIT;
    int last_ = now_ms();  // of the line before
};
