// completion_port.hpp - a queue of finished requests, and the threads that wait for them.
//
//     w32::CompletionPort port;
//     port.associate(pipe.get(), key);
//     const w32::Dequeued next = port.get(w32::forever);
//
// GetQueuedCompletionStatus answers in four ways that share two flags (the BOOL and the OVERLAPPED
// pointer); taking them apart in the wrong order is how a server dies when one client leaves.
// https://learn.microsoft.com/windows/win32/fileio/i-o-completion-ports
#pragma once

#include "common/win32/handle.hpp"
#include "common/win32/timeout.hpp"

namespace w32 {

struct Dequeued {
    enum class How {
        completed,  ///< a packet of a request that succeeded, or one that was posted
        failed,     ///< a packet of a request that failed: `error` says why; the port is fine
        timed_out,  ///< no packet within the limit
        closed      ///< the port was closed while we waited (Windows only; see close note)
    };
    How how;
    DWORD bytes;             ///< transferred, or what post() was given
    ULONG_PTR key;           ///< of the file, or what post() was given
    OVERLAPPED* overlapped;  ///< the request, or what post() was given
    DWORD error;             ///< ERROR_SUCCESS unless failed
};

/// Any number of threads may wait, post and associate at the same time.
/// Stop workers with one posted packet each and join them before the port is destroyed. Closing it
/// under a waiting thread answers `closed` on Windows and never returns on Wine 8.
class CompletionPort {
public:
    /// `concurrency`: how many threads may run packets at once; 0 = number of processors.
    /// Wine ignores it.
    explicit CompletionPort(DWORD concurrency = 0)
        : handle_(own(::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, concurrency),
                      "CreateIoCompletionPort")) {}

    /// From now on each request that ends on `file` queues a packet with `key`. `file` was opened
    /// with FILE_FLAG_OVERLAPPED and belongs to one port for life; else Error 87.
    void associate(HANDLE file, ULONG_PTR key,
                   std::source_location where = std::source_location::current()) {
        check(::CreateIoCompletionPort(file, handle_.get(), key, 0) != nullptr,
              "CreateIoCompletionPort", where);
    }

    /// Queues a packet by hand; nothing looks into it on the way.
    void post(DWORD bytes, ULONG_PTR key, OVERLAPPED* overlapped = nullptr) {
        check(::PostQueuedCompletionStatus(handle_.get(), bytes, key, overlapped),
              "PostQueuedCompletionStatus");
    }

    /// Takes the oldest packet; blocks for at most `limit`.
    [[nodiscard]] Dequeued get(Timeout limit,
                               std::source_location where = std::source_location::current());

    HANDLE raw() const noexcept { return handle_.get(); }

private:
    Handle handle_;
};

}  // namespace w32
