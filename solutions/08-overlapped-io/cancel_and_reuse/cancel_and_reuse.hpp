// SOLUTION L31 - Cancel and reuse
// (the task: labs/08-overlapped-io/cancel_and_reuse/cancel_and_reuse.hpp)
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
            ::CancelIoEx(pipe, &request);  // FALSE, 1168: it has ended already
            if (::GetOverlappedResult(pipe, &request, &bytes, TRUE)) return bytes;
            if (::GetLastError() == ERROR_OPERATION_ABORTED) return std::nullopt;
            return 0;
        }
        ::GetOverlappedResult(pipe, &request, &bytes, FALSE);
        return bytes;
    }
};

// DISCUSSION
//
// When is it over?  When its end has been collected, and not before. CancelIoEx only asks the
//                 driver; the request goes on until the driver has answered, and until then the
//                 system may write to the buffer and to the OVERLAPPED.
// Which end?      One of three, and the code cannot choose: 995, if the cancellation was first; the
//                 bytes, if they were; the error of a pipe whose other end has gone.
// TRUE?           It has found the request and asked for its end. Bytes that were on their way come
//                 all the same, so TRUE does not say 995 (mistakes/believes_the_cancellation.hpp).
// FALSE, 1168?    ERROR_NOT_FOUND says that there was nothing left to cancel, so a result is
//                 waiting. It is no failure, and the way on is the same one: collect it.
// For ever?       GetOverlappedResult with bWait may block here as long as the driver takes to
//                 cancel: for pipes, sockets and files that is soon. A bad driver can make it long,
//                 and then there is no right way to return.
// CloseHandle?    It asks for the cancellation as well, of all requests, and then there is no
//                 handle to collect the end with. The buffer is not free, and you cannot even ask.
// All of them?    CancelIoEx(pipe, nullptr) cancels each request of the handle, CancelIo those that
//                 this thread has started. Name the one you mean.
// Not at all?     A read need not be cancelled because nobody waits for it now: it may go on into a
//                 buffer of its own, and the next call waits on (alternatives/goes_on.hpp).
// In the wrappers w32::read_within, w32::cancel.
