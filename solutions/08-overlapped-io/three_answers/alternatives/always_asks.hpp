// ALTERNATIVE: done at once and pending are one: what has begun is asked for in finish().
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
    bool begun = false;  // there is, or was, a request
    std::string text;    // what the last read has brought
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
        const BOOL ok = ::ReadFile(source, buffer, kRoom, nullptr, &request);
        error = ok ? ERROR_SUCCESS : ::GetLastError();
        begun = ok || error == ERROR_IO_PENDING;
    }

    /// Blocks until the read has ended, without using the processor, and says how.
    Got finish() {
        if (begun) {
            error = ERROR_SUCCESS;
            if (!::GetOverlappedResult(source, &request, &count, TRUE)) error = ::GetLastError();
        }
        if (error == ERROR_HANDLE_EOF || error == ERROR_BROKEN_PIPE) return Got::end;
        if (error != ERROR_SUCCESS && error != ERROR_MORE_DATA) return Got::failure;
        text.assign(buffer, static_cast<DWORD>(request.InternalHigh));
        return Got::bytes;
    }
};
