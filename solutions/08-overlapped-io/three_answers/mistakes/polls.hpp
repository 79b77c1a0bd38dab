// MISTAKE: asks again and again whether the read has ended.
// Caught by: Test7 as polls
#pragma once

#include "common/win32/windows.hpp"

#include <string>

enum class Got {
    bytes,   // `text` is what has come: of a message longer than kRoom, a part; or an empty one
    end,     // the end of the file (38), or the other end of the pipe has gone (109)
    failure  // anything else; `error` says what
};

/// Reads from a pipe or a file, at most kRoom bytes at a time.
struct Receiver {
    static constexpr DWORD kRoom = 4;

    HANDLE source;  // opened with FILE_FLAG_OVERLAPPED
    HANDLE ended = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    OVERLAPPED request{};
    char buffer[kRoom] = {};
    DWORD count = 0;
    std::string text;  // what the last read has brought
    DWORD error = ERROR_SUCCESS;

    explicit Receiver(HANDLE opened) : source(opened) {}
    /// After finish().
    ~Receiver() { ::CloseHandle(ended); }
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    /// Starts to read at that offset (of a file; 0 for a pipe). Waits for nobody.
    void start(DWORD offset) {
        request = OVERLAPPED{};
        request.Offset = offset;
        request.hEvent = ended;
        text.clear();
        error = ERROR_SUCCESS;
        if (!::ReadFile(source, buffer, kRoom, &count, &request)) error = ::GetLastError();
    }

    /// Blocks until the read has ended, without using the processor, and says how.
    Got finish() {
        while (error == ERROR_IO_PENDING || error == ERROR_IO_INCOMPLETE) {
            const BOOL ok = ::GetOverlappedResult(source, &request, &count, FALSE);
            error = ok ? ERROR_SUCCESS : ::GetLastError();
        }
        switch (error) {
            case ERROR_MORE_DATA:  // the buffer is full, and there is more of the message
                text.assign(buffer, static_cast<DWORD>(request.InternalHigh));
                return Got::bytes;
            case ERROR_SUCCESS: text.assign(buffer, count); return Got::bytes;
            case ERROR_HANDLE_EOF:
            case ERROR_BROKEN_PIPE: return Got::end;
            default: return Got::failure;
        }
    }
};
