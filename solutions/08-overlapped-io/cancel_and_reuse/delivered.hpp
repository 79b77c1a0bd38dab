// LAB L31 - Cancel and reuse                                        about 30 minutes
//
// Goal    A read that gives up leaves the buffer alone and loses nothing. As it stands, it returns
//         while the system still owns the buffer - and a read that came after all is forgotten.
//
// Given   one thread calls read(), again and again; it may have started requests of its own on the
//         same pipe, before.
// To do   the places marked TODO. The contract of read() stays as it is; members may be added.
// Rules   ReadFile with an OVERLAPPED; no second thread, no Sleep, no polling.
//
// Judged  wb check L31   (Visual Studio: Test Explorer, ch08.lab.cancel_and_reuse). The judge lets
//         bytes, time-out and cancellation meet in every order; wb replay L31 runs the first order
//         that fails again.
// Stuck?  wb hint L31, then notes/08-overlapped-io.md#what-does-a-cancellation-do
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
            // TODO 1: the request has been asked to end. When has it?
            // TODO 2: how has it ended? The bytes may have been faster.
            return std::nullopt;
        }
        ::GetOverlappedResult(pipe, &request, &bytes, FALSE);
        return bytes;
    }
};
