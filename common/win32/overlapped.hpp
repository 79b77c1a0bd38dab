// overlapped.hpp - a request that may finish later, and the three answers that start one may give.
//
//     w32::Overlapped request;                                   // must outlive the request
//     const auto started = w32::start_read(pipe, buffer, request.raw());
//     if (started.how == w32::Io::pending) result = request.finish(pipe);
//
// "FALSE" from ReadFile is not failure and "TRUE" is not the usual case: a request may be done at
// once, pending, or refused, and all three happen with the same file on the same day.
// https://learn.microsoft.com/windows/win32/sync/synchronous-and-asynchronous-i-o
#pragma once

#include "common/win32/event.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace w32 {

enum class Io {
    done,     ///< finished inside the call; a completion port still gets its packet. `error` may
              ///< be 234: the buffer is full, and more of this message is to come
    pending,  ///< ERROR_IO_PENDING: buffer and OVERLAPPED belong to the system for now
    failed    ///< refused or ended at once; there will be no packet
};

/// What a read, write or connect answered when it was started.
struct IoStarted {
    Io how;
    DWORD bytes;  ///< transferred, when done
    DWORD error;  ///< ERROR_SUCCESS (or 234) when done, ERROR_IO_PENDING when pending, else why
};

/// How a request ended. `error` 0 is success; 995 = cancelled, 109 = the other end has gone,
/// 234 = more of this message is to come, 38 = end of file.
struct IoResult {
    DWORD bytes;
    DWORD error;
    bool ok() const noexcept { return error == ERROR_SUCCESS; }
};

/// ReadFile with an OVERLAPPED. `file` was opened with FILE_FLAG_OVERLAPPED. Never blocks by
/// intent; a driver may still do the work inside the call.
inline IoStarted start_read(HANDLE file, std::span<std::byte> buffer, OVERLAPPED& request) {
    DWORD bytes = 0;
    if (::ReadFile(file, buffer.data(), static_cast<DWORD>(buffer.size()), &bytes, &request))
        return {Io::done, bytes, ERROR_SUCCESS};
    const DWORD error = ::GetLastError();
    // A warning, not a failure, to the kernel: the request was carried out and its packet comes.
    if (error == ERROR_MORE_DATA)
        return {Io::done, static_cast<DWORD>(request.InternalHigh), error};
    return {error == ERROR_IO_PENDING ? Io::pending : Io::failed, bytes, error};
}

/// WriteFile with an OVERLAPPED; as start_read.
inline IoStarted start_write(HANDLE file, std::span<const std::byte> data, OVERLAPPED& request) {
    DWORD bytes = 0;
    if (::WriteFile(file, data.data(), static_cast<DWORD>(data.size()), &bytes, &request))
        return {Io::done, bytes, ERROR_SUCCESS};
    const DWORD error = ::GetLastError();
    return {error == ERROR_IO_PENDING ? Io::pending : Io::failed, bytes, error};
}

/// Asks for the cancellation of one request. false: there was nothing left to cancel - the request
/// has finished and its result is waiting. Either way its completion must still be collected
/// before buffer and OVERLAPPED may be used again. Throws Error for any other failure.
inline bool cancel(HANDLE file, OVERLAPPED& request,
                   std::source_location where = std::source_location::current()) {
    if (::CancelIoEx(file, &request)) return true;
    const DWORD error = ::GetLastError();
    if (error != ERROR_NOT_FOUND) throw Error("CancelIoEx", error, where);
    return false;
}

/// An OVERLAPPED with a manual-reset event of its own. Not movable: the system keeps its address.
/// One request at a time; destroy it only when that request has ended.
class Overlapped {
public:
    Overlapped() { raw_.hEvent = event_.get(); }
    Overlapped(const Overlapped&) = delete;
    Overlapped& operator=(const Overlapped&) = delete;

    /// Where in a file the next request starts, in bytes. Pipes and sockets want 0.
    void set_offset(std::uint64_t offset) noexcept {
        raw_.Offset = static_cast<DWORD>(offset);
        raw_.OffsetHigh = static_cast<DWORD>(offset >> 32);
    }

    /// Blocks until the request started on `file` has ended: GetOverlappedResult with bWait. Not
    /// after `failed`: there is no request then, and nobody would signal the event.
    IoResult finish(HANDLE file, std::source_location where = std::source_location::current()) {
        event_.wait(where);  // the same wait as inside GetOverlappedResult, but on the wait board
        return result(file);
    }

    /// As finish() with a limit; empty when the request is still pending after it.
    std::optional<IoResult> finish_within(
        HANDLE file, Timeout limit, std::source_location where = std::source_location::current()) {
        if (!event_.wait_for(limit, where)) return std::nullopt;
        return result(file);
    }

    OVERLAPPED& raw() noexcept { return raw_; }
    /// Signaled when the request has ended.
    HANDLE event() const noexcept { return event_.get(); }

private:
    IoResult result(HANDLE file) noexcept {
        DWORD bytes = 0;
        if (::GetOverlappedResult(file, &raw_, &bytes, FALSE)) return {bytes, ERROR_SUCCESS};
        return {bytes, ::GetLastError()};
    }

    // Manual: an automatic event that our own wait has consumed would hang GetOverlappedResult.
    Event event_{Reset::manual};
    OVERLAPPED raw_{};
};

}  // namespace w32
