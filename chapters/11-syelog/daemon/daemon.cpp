// daemon.cpp - start, stop, and the loop of a worker. What happens to one connection: serve.cpp.
// Topics: S01 S05 S08 M15 M20
#include "chapters/11-syelog/daemon/daemon.hpp"

#include "chapters/11-syelog/protocol/line.hpp"
#include "common/win32/text.hpp"

namespace syelog {
namespace {

constexpr ULONG_PTR kQuitKey = 0;  // connections have key 1

unsigned default_workers() {
    SYSTEM_INFO info;
    ::GetSystemInfo(&info);
    return 2 * static_cast<unsigned>(info.dwNumberOfProcessors);
}

// Makes an object that stands for the daemon on `pipe`. When that is another user's daemon, we may
// not even open it.
template <class Make>
auto make_for(const std::wstring& pipe, Make make) {
    try {
        return make();
    } catch (const w32::Error& error) {
        if (error.code() != ERROR_ACCESS_DENIED) throw;
        throw AlreadyRunning("Another program serves " + w32::to_utf8(pipe) + '.');
    }
}

w32::Event make_stop_event(const std::wstring& pipe) {
    return make_for(pipe,
                    [&] { return w32::Event(w32::Reset::manual, stop_event_name(pipe).c_str()); });
}

// The mutex stands for "a daemon serves this pipe". It is never locked: that it exists is enough,
// and the system takes it away with the last process that has it open.
std::unique_ptr<w32::Mutex> be_the_only_one(const std::wstring& pipe) {
    auto mutex = make_for(
        pipe, [&] { return std::make_unique<w32::Mutex>(daemon_mutex_name(pipe).c_str()); });
    if (!mutex->created())
        throw AlreadyRunning("A syelog daemon is already running on " + w32::to_utf8(pipe) + '.');
    return mutex;
}

}  // namespace

Daemon::Daemon(DaemonOptions options)
    : options_(std::move(options)), stop_event_(make_stop_event(options_.pipe)) {}

void Daemon::start() {
    only_one_ = be_the_only_one(options_.pipe);
    stop_event_.reset();  // whoever asked our predecessor may still have it open, and signaled
    writer_ = std::make_unique<Writer>(options_.output, options_.queue_bytes);
    const unsigned count = options_.workers != 0 ? options_.workers : default_workers();
    for (unsigned i = 0; i < count; ++i)
        workers_.emplace_back(("worker " + std::to_string(i)).c_str(), [this] { work(); });
    // Refused as "first instance": no daemon of ours, but somebody who wants our clients' records.
    make_for(options_.pipe, [this] { put_up_instances(nullptr, /*first=*/true); });
}

void Daemon::stop() {
    {
        const w32::Guard hold(lock_);
        stopping_ = true;
        // Every request in flight ends now: with what had arrived, or cancelled. One that a worker
        // is about to start sees stopping_. Nothing here blocks.
        for (const auto& connection : connections_)
            (void)::CancelIoEx(connection->pipe.get(), connection.get());
        while (!connections_.empty()) changed_.wait(lock_);
    }
    // One packet each: a worker takes exactly one and leaves. Closing the port instead would leave
    // workers in it on Wine, and on Windows would tell them less clearly.
    for (std::size_t i = 0; i < workers_.size(); ++i) port_.post(0, kQuitKey);
    workers_.clear();  // joins
    if (writer_) writer_->finish();
    only_one_.reset();
}

void Daemon::work() {
    using How = w32::Dequeued::How;
    for (;;) {
        const w32::Dequeued packet = port_.get(w32::forever);
        auto* const connection = static_cast<Connection*>(packet.overlapped);
        switch (packet.how) {
            case How::completed:
                if (connection == nullptr) return;  // kQuitKey: posted, not a request
                on_completed(*connection, packet.bytes);
                break;
            case How::failed:
                // One request of one connection. Whoever ends the daemon here ends it whenever a
                // client leaves.
                on_failed(*connection, packet.error, packet.bytes);
                break;
            case How::timed_out: break;  // cannot be: we wait for ever
            case How::closed: return;    // nobody closes our port; if so, there is no more work
        }
    }
}

bool Daemon::wait_until(const std::function<bool(const Statistics&)>& condition,
                        w32::Timeout limit) {
    const ULONGLONG start = ::GetTickCount64();
    const w32::Guard hold(lock_);
    while (!condition(statistics_)) {
        const ULONGLONG used = ::GetTickCount64() - start;
        if (used >= limit.ms()) return false;
        (void)changed_.wait_for(lock_, std::chrono::milliseconds(limit.ms() - used));
    }
    return true;
}

Statistics Daemon::statistics() const {
    const w32::SharedGuard hold(lock_);
    return statistics_;
}

void Daemon::note(Severity severity, const std::string& text) {
    std::string line;
    append_own_line(line, stamp_now(), severity, text);
    writer_->push(line);
}

}  // namespace syelog
