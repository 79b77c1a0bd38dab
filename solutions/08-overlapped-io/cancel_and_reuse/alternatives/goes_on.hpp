// ALTERNATIVE: nothing is cancelled - the read goes on into a buffer of its own, and the next
// read() waits for it.
#pragma once

#include "common/win32/windows.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

/// Reads from a pipe, and does not wait for ever.
struct PatientReader {
    HANDLE pipe;  // opened with FILE_FLAG_OVERLAPPED
    HANDLE ended = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    OVERLAPPED request{};
    bool under_way = false;
    char own[64];               // the system's while a read is under way
    DWORD first = 0, last = 0;  // what has been read into it and not been returned yet

    explicit PatientReader(HANDLE opened) : pipe(opened) {}
    ~PatientReader() {
        if (under_way) {
            DWORD bytes = 0;
            ::CancelIoEx(pipe, &request);
            ::GetOverlappedResult(pipe, &request, &bytes, TRUE);
        }
        ::CloseHandle(ended);
    }
    PatientReader(const PatientReader&) = delete;
    PatientReader& operator=(const PatientReader&) = delete;

    /// Reads at most `room` bytes into `buffer`: how many, or 0 if the other end has gone. Gives up
    /// after `ms` (0 to INFINITE): nullopt; then no byte is lost, and the next read() gets
    /// them. However read() ends, `buffer` is the caller's again. Other requests go on.
    std::optional<DWORD> read(char* buffer, DWORD room, DWORD ms) {
        if (first == last && !under_way) {
            request = OVERLAPPED{};
            request.hEvent = ended;
            const BOOL ok = ::ReadFile(pipe, own, sizeof own, nullptr, &request);
            if (!ok && ::GetLastError() != ERROR_IO_PENDING) return 0;
            under_way = true;
        }
        if (under_way) {
            if (::WaitForSingleObject(ended, ms) == WAIT_TIMEOUT) return std::nullopt;
            first = last = 0;
            ::GetOverlappedResult(pipe, &request, &last, FALSE);
            under_way = false;
        }
        const DWORD bytes = std::min(room, last - first);
        std::memcpy(buffer, own + first, bytes);
        first += bytes;
        return bytes;
    }
};
