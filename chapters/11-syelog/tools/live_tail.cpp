// live_tail.cpp - one read in flight, and never one more after the end.
#include "chapters/11-syelog/tools/live_tail.hpp"

namespace syelog {

bool LiveTail::connect() {
    part();
    auto pipe = w32::PipeClient::open(pipe_name_.c_str(), std::chrono::milliseconds{0},
                                      {.access = w32::PipeAccess::outbound});
    if (!pipe) return false;
    pipe_ = std::move(*pipe);
    // The first read goes the way of all others: it is finished by take(), whenever it ends.
    const auto started = w32::start_read(pipe_.get(), buffer_, read_.raw());
    if (started.how != w32::Io::failed) return true;
    pipe_ = w32::PipeClient();  // refused: there is no request that part() could wait for
    ::SetLastError(started.error);
    return false;
}

bool LiveTail::take(std::string& out) {
    const w32::IoResult done = read_.finish(pipe_.get());
    const auto* const bytes = reinterpret_cast<const char*>(buffer_.data());
    out.append(bytes, done.bytes);
    if (done.ok()) {
        const auto started = w32::start_read(pipe_.get(), buffer_, read_.raw());
        if (started.how != w32::Io::failed) return true;
    }
    pipe_ = w32::PipeClient();  // nothing is pending: the end came with the read
    return false;
}

// The system keeps the addresses of a pending read: it must have ended before they may go.
void LiveTail::part() noexcept {
    if (!pipe_) return;
    (void)::CancelIoEx(pipe_.get(), &read_.raw());
    DWORD bytes = 0;
    (void)::GetOverlappedResult(pipe_.get(), &read_.raw(), &bytes, TRUE);
    pipe_ = w32::PipeClient();
}

}  // namespace syelog
