// SOLUTION L28 - Three answers
// (the task: labs/08-overlapped-io/three_answers/three_answers.hpp)
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
        if (error == ERROR_IO_PENDING) {  // it has begun: the rest comes from here
            const BOOL ok = ::GetOverlappedResult(source, &request, &count, TRUE);
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

// DISCUSSION
//
// Three?          TRUE: done, count is right. FALSE and 997: begun, and everything comes later.
//                 FALSE and another error: there is no request, so there is nothing to wait for.
// And 234?        A warning of the kernel, which Win32 turns into FALSE. The read has been carried
//                 out: the bytes are in the buffer, and their number is in InternalHigh.
// Which is it?    Nobody knows before: a pipe that has bytes may answer TRUE, or pend; so may a
//                 file in the cache. Code that relies on one of them fails on the day of the other.
// The error?      GetLastError at once, before any other call: the next one may overwrite it, also
//                 if it succeeds (CreateEvent sets it to 0).
// TRUE and event  After TRUE the event is set as well. To wait for it is right, and needless
//                 (alternatives/always_asks.hpp). After a refusal it is not set: who waits then
//                 waits for ever, also in GetOverlappedResult, to which it looks pending.
// Wait in start?  GetOverlappedResult with bWait right after ReadFile makes the read synchronous:
//                 right, if that is what you want, and then without the event and the OVERLAPPED.
// End or failure? 38 and 109 are the two ordinary ways in which reading ends; both may come at once
//                 or late. What is an end is the caller's to say, not Windows'.
