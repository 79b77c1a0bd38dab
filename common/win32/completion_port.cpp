// completion_port.cpp - the four outcomes of GetQueuedCompletionStatus, asked in the right order.
#include "common/win32/completion_port.hpp"

#include "common/win32/wait_board.hpp"

namespace w32 {

Dequeued CompletionPort::get(Timeout limit, std::source_location where) {
    const OnWaitBoard line("completion port", handle_.get(), where);
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;
    using How = Dequeued::How;
    if (::GetQueuedCompletionStatus(handle_.get(), &bytes, &key, &overlapped, limit.ms()))
        return {How::completed, bytes, key, overlapped, ERROR_SUCCESS};
    const DWORD error = ::GetLastError();
    // FALSE with an OVERLAPPED: one request has failed. Only the pointer tells this case from the
    // two below, where no packet was taken and bytes and key mean nothing.
    if (overlapped != nullptr) return {How::failed, bytes, key, overlapped, error};
    if (error == WAIT_TIMEOUT) return {How::timed_out, 0, 0, nullptr, error};
    if (error == ERROR_ABANDONED_WAIT_0) return {How::closed, 0, 0, nullptr, error};
    throw Error("GetQueuedCompletionStatus", error, where);
}

}  // namespace w32
