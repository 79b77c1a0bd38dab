// ALTERNATIVE: a completion port is the queue. Each line is put in under a lock, which orders them
// and reads the clock; the port keeps them in that order.
#pragma once

#include "common/win32/windows.hpp"

#include <memory>
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
        port_ = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
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
        auto line = std::make_unique<std::string>("+" + std::to_string(now - last_) + " ");
        line->append(text).append("\n");
        last_ = now;
        const auto packet = reinterpret_cast<ULONG_PTR>(line.release());
        ::PostQueuedCompletionStatus(port_, 0, packet, nullptr);
        ::ReleaseSRWLockExclusive(&lock_);
    }

    /// Returns when each line is written, and when what the Log has started has ended. Nobody is in
    /// line() then, and nobody comes any more. Once.
    void finish() {
        ::PostQueuedCompletionStatus(port_, 0, 0, nullptr);  // behind all lines
        ::WaitForSingleObject(writer_, INFINITE);
        ::CloseHandle(writer_);
        ::CloseHandle(port_);
    }

private:
    static DWORD WINAPI routine(LPVOID self) {
        static_cast<Log*>(self)->write();
        return 0;
    }

    void write() {
        for (;;) {
            DWORD bytes = 0;
            ULONG_PTR packet = 0;
            OVERLAPPED* none = nullptr;
            ::GetQueuedCompletionStatus(port_, &bytes, &packet, &none, INFINITE);
            if (packet == 0) return;
            const std::unique_ptr<std::string> line(reinterpret_cast<std::string*>(packet));
            write_out(*line);
        }
    }

    SRWLOCK lock_ = SRWLOCK_INIT;
    HANDLE port_ = nullptr;
    int last_ = now_ms();  // of the line before; guarded by lock_
    HANDLE writer_ = nullptr;
};
