// daemon.cpp - start, stop, and the loop of a worker. What happens to one connection: serve.cpp.
// Topics: S01 S05 S08 M15 M20
#include "chapters/11-syelog/daemon/daemon.hpp"

#include "common/win32/deadline.hpp"
#include "common/win32/text.hpp"

#include <utility>

namespace syelog {
namespace {

constexpr ULONG_PTR kQuitKey = 0;  // no PacketHandler lives there

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

// The mutex stands for "a daemon serves this pipe". That it exists is enough to say so; it is held
// as well, so that who waits for it hears when the daemon has ended, or died.
std::unique_ptr<w32::Mutex> be_the_only_one(const std::wstring& pipe) {
    auto mutex = make_for(
        pipe, [&] { return std::make_unique<w32::Mutex>(daemon_mutex_name(pipe).c_str()); });
    if (!mutex->created())
        throw AlreadyRunning("A syelog daemon is already running on " + w32::to_utf8(pipe) + '.');
    (void)mutex->lock();
    return mutex;
}

}  // namespace

Daemon::Daemon(DaemonOptions options)
    : options_(std::move(options)),
      security_(descriptor_for(options_.access)),
      stop_event_(make_stop_event(options_.pipe)) {}

void Daemon::start() {
    only_one_ = be_the_only_one(options_.pipe);
    stop_event_.reset();  // whoever asked our predecessor may still have it open, and signaled
    if (options_.terminate == Terminate::same_user)
        own_user_ = options_.identify(::GetCurrentProcessId()).user;
    WriterOptions log = options_.writer;
    log.output = options_.output;
    if (!log.gap_line)
        log.gap_line = [format = options_.format](const std::string& sentence) {
            std::string line;
            append_event(
                line, format,
                {.record = {.severity = Severity::error, .text = sentence}, .received = now_utc()});
            return line;
        };
    writer_ = std::make_unique<Writer>(std::move(log));
    coalescer_ = std::make_unique<Coalescer>(options_.coalescing,
                                             [this](Connection& rested) { read_next(rested); });
    const unsigned count = options_.workers != 0 ? options_.workers : default_workers();
    for (unsigned i = 0; i < count; ++i)
        workers_.emplace_back(("worker " + std::to_string(i)).c_str(), [this] { work(); });
    for (const MakeSubscriber& make : options_.subscribers) {
        auto subscriber = make(port_);
        subscriber->start();
        subscribers_.push_back(std::move(subscriber));
    }
    // Refused as "first instance": no daemon of ours, but somebody who wants our clients' records.
    make_for(options_.pipe, [this] { put_up_instances(nullptr, /*first=*/true); });
    for (unsigned i = 1; i < options_.listeners; ++i) put_up_instances();
}

void Daemon::stop() {
    {
        const w32::Guard hold(lock_);
        stopping_ = true;
        // Every request in flight ends now: with what had arrived, or cancelled. One that a worker
        // is about to start sees stopping_. Nothing here blocks.
        for (const auto& connection : connections_)
            (void)::CancelIoEx(connection->pipe.get(), connection.get());
    }
    if (coalescer_) coalescer_->hurry();  // who rests is read now
    {
        const w32::Guard hold(lock_);
        while (!connections_.empty()) changed_.wait(lock_);
    }
    coalescer_.reset();
    // Nothing comes in any more, so nothing is published; the workers still bring packets.
    if (!std::exchange(subscribers_stopped_, true))
        for (const auto& subscriber : subscribers_) subscriber->stop();
    // One packet each: a worker takes exactly one and leaves. Closing the port instead would leave
    // workers in it on Wine, and on Windows would tell them less clearly.
    for (std::size_t i = 0; i < workers_.size(); ++i) port_.post(0, kQuitKey);
    workers_.clear();  // joins
    if (writer_) writer_->finish();
    // By the thread that called start(); else the system does it at that thread's end.
    if (only_one_) (void)::ReleaseMutex(only_one_->get());
    only_one_.reset();
}

void Daemon::work() {
    for (;;) {
        const w32::Dequeued packet = port_.get(w32::forever);
        using How = w32::Dequeued::How;
        // Nobody closes our port and we wait for ever: but if it happens, there is no more work.
        if (packet.how == How::closed || packet.how == How::timed_out) return;
        if (packet.key == kQuitKey) return;
        reinterpret_cast<PacketHandler*>(packet.key)->on_packet(packet);
    }
}

// The end of one request of one connection. A failed one is no more than that: whoever ends the
// daemon here ends it whenever a client leaves.
void Daemon::on_packet(const w32::Dequeued& packet) {
    auto& connection = *static_cast<Connection*>(packet.overlapped);
    if (packet.how == w32::Dequeued::How::completed)
        on_completed(connection, packet.bytes);
    else
        on_failed(connection, packet.error, packet.bytes);
}

bool Daemon::wait_until(const std::function<bool(const Statistics&)>& condition,
                        w32::Timeout limit) {
    const w32::Deadline deadline(limit);
    const w32::Guard hold(lock_);
    while (!condition(statistics_)) {
        if (deadline.passed()) return false;
        (void)changed_.wait_for(lock_, deadline.left());
    }
    return true;
}

Statistics Daemon::statistics() const {
    const w32::SharedGuard hold(lock_);
    return statistics_;
}

// To the log and to all who listen to it.
void Daemon::publish(std::span<const Event> events) {
    for (const auto& subscriber : subscribers_) subscriber->take(events);
}

void Daemon::say(Severity severity, std::string_view text) {
    const Event event{.record = {.severity = severity, .text = text}, .received = now_utc()};
    std::string line;
    append_event(line, options_.format, event);
    writer_->push(line);
    publish({&event, 1});
}

}  // namespace syelog
