// LAB L28 - Three answers                                           about 25 minutes
//
// Goal    finish() says what has become of each read: bytes, the end, or a failure. As it stands,
//         a read that is only pending counts as a failure, and so do ends and long messages.
//
// Given   start() and finish() are called in turn, by one thread.
// To do   the places marked TODO. The contracts of start() and finish() stay as they are; members
//         may be added.
// Rules   ReadFile with an OVERLAPPED; no second thread, no Sleep, no polling.
//
// Judged  wb check L28   (Visual Studio: Test Explorer, ch08.lab.three_answers). The judge's pipes
//         and files answer in every way that there is, at once and later; wb replay L28 runs the
//         first order that fails again.
// Stuck?  wb hint L28, then notes/08-overlapped-io.md#what-does-readfile-answer
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
        // TODO 1: FALSE is two answers, and only one of them says that there is no request.
        if (!::ReadFile(source, buffer, kRoom, &count, &request)) error = ::GetLastError();
    }

    /// Blocks until the read has ended, without using the processor, and says how.
    Got finish() {
        // TODO 2: which of the three answers has to be waited for, and what ends that wait?
        // TODO 3: how has it ended, and how many bytes are there? Both may come late.
        if (error != ERROR_SUCCESS) return Got::failure;
        text.assign(buffer, count);
        return Got::bytes;
    }
};
