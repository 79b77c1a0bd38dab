// MISTAKE: returns the number of bytes of a read that was cancelled: 0, as if the other end had
// gone.
// Caught by: Test2 as given-up-taken-for-end
#pragma once

#include "common/win32/windows.hpp"

#include <optional>

/// Reads from a pipe, and does not wait for ever.
struct PatientReader {
    HANDLE pipe;  // opened with FILE_FLAG_OVERLAPPED
    HANDLE ended = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);

    explicit PatientReader(HANDLE opened) : pipe(opened) {}
    ~PatientReader() { ::CloseHandle(ended); }
    PatientReader(const PatientReader&) = delete;
    PatientReader& operator=(const PatientReader&) = delete;

    /// Reads at most `room` bytes into `buffer`: how many, or 0 if the other end has gone. Gives up
    /// after `ms` (0 to INFINITE): nullopt; then no byte is lost, and the next read() gets
    /// them. However read() ends, `buffer` is the caller's again. Other requests go on.
    std::optional<DWORD> read(char* buffer, DWORD room, DWORD ms) {
        OVERLAPPED request{};
        request.hEvent = ended;
        DWORD bytes = 0;
        if (::ReadFile(pipe, buffer, room, &bytes, &request)) return bytes;
        if (::GetLastError() != ERROR_IO_PENDING) return 0;
        if (::WaitForSingleObject(ended, ms) == WAIT_TIMEOUT) {
            ::CancelIoEx(pipe, &request);
            ::GetOverlappedResult(pipe, &request, &bytes, TRUE);
            return bytes;
        }
        ::GetOverlappedResult(pipe, &request, &bytes, FALSE);
        return bytes;
    }
};
