// MISTAKE: has a thread that writes, and it keeps the lock meanwhile.
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
            if (!writing.empty()) write_out(writing);
            ::ReleaseSRWLockExclusive(&lock_);
            if (writing.empty()) return;  // and finished
        }
    }

    SRWLOCK lock_ = SRWLOCK_INIT;
    CONDITION_VARIABLE more_ = CONDITION_VARIABLE_INIT;
    std::string lines_;         // guarded by lock_, as the next two
    int last_ = now_ms();       // of the line before
    bool is_finished_ = false;  // no line will come
    HANDLE writer_ = nullptr;
};
