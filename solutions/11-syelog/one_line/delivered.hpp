// LAB L39 - One line, one write                                      about 35 minutes
//
// Goal    Each line of the log is whole, and says how much later it is than the line above it; and
//         no worker waits for the disk. As it stands, the lines of two workers run into each other,
//         and so does their arithmetic.
//
// Given   write_out() and now_ms(), below: they belong to the judge.
// To do   the places marked TODO. The contract of Log stays as it is; members may be added.
// Rules   Locks, condition variables, events, semaphores, threads and completion ports of Windows.
//         No Sleep, no limits, no polling.
//
// Judged  wb check L39   (Visual Studio: Test Explorer, ch11.lab.one_line). Two workers log in
//         every order, the disk takes its time, and finish() is called at every moment;
//         wb replay L39 runs the first order that fails again.
// Stuck?  wb hint L39, then notes/11-syelog.md#who-writes-the-log
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
        // TODO 1: one line, one write.
        // TODO 2: what is between the lines above and below, when several workers are here?
        const int now = now_ms();
        write_out("+" + std::to_string(now - last_) + " ");
        write_out(text);
        write_out("\n");
        last_ = now;
    }

    /// Returns when each line is written, and when what the Log has started has ended. Nobody is in
    /// line() then, and nobody comes any more. Once.
    void finish() {
        // TODO 3: who still has lines in his hands?
    }

private:
    int last_ = now_ms();  // of the line before
};
