// ALTERNATIVE: an automatic event says "look again"; the writer looks until there is nothing.
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
    Log() {
        more_ = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
        writer_ = ::CreateThread(nullptr, 0, &routine, this, 0, nullptr);
    }
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
        ::SetEvent(more_);
    }

    /// Returns when each line is written, and when what the Log has started has ended. Nobody is in
    /// line() then, and nobody comes any more. Once.
    void finish() {
        ::AcquireSRWLockExclusive(&lock_);
        is_finished_ = true;
        ::ReleaseSRWLockExclusive(&lock_);
        ::SetEvent(more_);
        ::WaitForSingleObject(writer_, INFINITE);
        ::CloseHandle(writer_);
        ::CloseHandle(more_);
    }

private:
    static DWORD WINAPI routine(LPVOID self) {
        static_cast<Log*>(self)->write();
        return 0;
    }

    void write() {
        for (;;) {
            ::WaitForSingleObject(more_, INFINITE);
            std::string writing;
            ::AcquireSRWLockExclusive(&lock_);
            writing.swap(lines_);
            const bool is_finished = is_finished_;
            ::ReleaseSRWLockExclusive(&lock_);
            if (!writing.empty()) write_out(writing);
            if (is_finished) return;  // read with the lines, so these were the last ones
        }
    }

    SRWLOCK lock_ = SRWLOCK_INIT;
    HANDLE more_ = nullptr;  // lines, or the end
    std::string lines_;         // guarded by lock_, as the next two
    int last_ = now_ms();       // of the line before
    bool is_finished_ = false;  // no line will come
    HANDLE writer_ = nullptr;
};
