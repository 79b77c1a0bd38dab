// SOLUTION L39 - One line, one write
// (the task: labs/11-syelog/one_line/one_line.hpp)
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
    Log() { writer_ = ::CreateThread(nullptr, 0, &routine, this, 0, nullptr); }
    /// After finish().
    ~Log() = default;
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    /// Appends a line: how many milliseconds after the line above it (the first one: after the Log
    /// was made), and the text. Any thread; the lines of one thread are in its order. Does not wait
    /// for the disk, not even for another worker's line.
    void line(std::string_view text) {
        ::AcquireSRWLockExclusive(&lock_);
        const int now = now_ms();  // here, so that the times are in the order of the lines
        lines_ += "+" + std::to_string(now - last_) + " ";
        lines_.append(text).append("\n");
        last_ = now;
        ::ReleaseSRWLockExclusive(&lock_);
        ::WakeConditionVariable(&more_);
    }

    /// Returns when each line is written, and when what the Log has started has ended. Nobody is in
    /// line() then, and nobody comes any more. Once.
    void finish() {
        ::AcquireSRWLockExclusive(&lock_);
        is_finished_ = true;
        ::ReleaseSRWLockExclusive(&lock_);
        ::WakeConditionVariable(&more_);
        ::WaitForSingleObject(writer_, INFINITE);
        ::CloseHandle(writer_);
    }

private:
    static DWORD WINAPI routine(LPVOID self) {
        static_cast<Log*>(self)->write();
        return 0;
    }

    void write() {
        for (;;) {
            std::string writing;
            ::AcquireSRWLockExclusive(&lock_);
            while (lines_.empty() && !is_finished_)
                ::SleepConditionVariableSRW(&more_, &lock_, INFINITE, 0);
            writing.swap(lines_);
            ::ReleaseSRWLockExclusive(&lock_);
            if (writing.empty()) return;  // and finished
            write_out(writing);           // without the lock: workers go on meanwhile
        }
    }

    SRWLOCK lock_ = SRWLOCK_INIT;
    CONDITION_VARIABLE more_ = CONDITION_VARIABLE_INIT;
    std::string lines_;         // guarded by lock_, as the next two
    int last_ = now_ms();       // of the line before
    bool is_finished_ = false;  // no line will come
    HANDLE writer_ = nullptr;
};

// DISCUSSION
//
// One write       The original calls printf, vprintf and printf for one line, from two workers
//                 per processor. Each call is whole; three of them are not.
// The distance    is that to the line above, so the clock is read in the order in which the
//                 lines are put in: under the lock. Read before it, a line may come in behind a
//                 later one, and the distance is negative. The original's s_llLastTime is read
//                 and written by all workers with no lock at all, and so is bGotTzi, which
//                 guards its time zone.
// The disk        takes its time, and a lock that is held meanwhile hands that time on to every
//                 worker: their clients wait, although the processor is idle. Under the lock
//                 there is an append to a string, and nothing that waits.
// The swap        The writer takes all lines that have gathered while it wrote the ones before.
//                 So the slower the disk, the larger the writes: the busier it is, the less it
//                 is asked for. Nothing had to be tuned for that.
// The end         The flag is looked at after the string, both under the lock. Looked at first,
//                 it ends the writer while the last lines are in the string.
// A limit         is missing here: when the disk is too slow for ever, the string grows for
//                 ever. The writer of the daemon lets workers wait at 1 MiB; waiting workers do
//                 not read, full pipes let clients wait (daemon/writer.hpp).
// Why a thread?   The first worker could write for all that come meanwhile. It would be quick
//                 most of the time, and once in a while wait for the lines of everybody else.
// In the chapter  daemon/writer.cpp.
