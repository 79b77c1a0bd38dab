// tail.hpp - the log, live, for other processes: who opens the pipe reads what comes from now.
//
//     DaemonOptions{.subscribers = {serve_tail(LR"(\\.\pipe\syelog.tail)")}}
//
// What is sent are events as JSON lines (format.hpp), those that the daemon's filter lets pass. A
// reader that does not keep up is cut off: the log never waits for one who only looks at it.
#pragma once

#include "chapters/11-syelog/daemon/access.hpp"
#include "chapters/11-syelog/daemon/subscriber.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/named_pipe.hpp"

#include <atomic>
#include <string>
#include <vector>

namespace syelog {

struct TailOptions {
    std::wstring pipe{};
    std::size_t backlog_bytes = 256 * 1024;  ///< that may wait for a reader before it is cut off
    std::chrono::milliseconds farewell{
        500};  ///< for readers to take the rest when the daemon stops
    Access access = Access::compatible;
};

class Tail final : public Subscriber {
public:
    Tail(w32::CompletionPort& port, TailOptions options);
    ~Tail() override;

    void start() override;
    void take(std::span<const Event> events) override;
    void stop() override;
    void on_packet(const w32::Dequeued& packet) override;

    struct Counts {
        unsigned readers = 0;  ///< now; one that has left is noticed by the next write to it
        unsigned came = 0;     ///< ever
        unsigned cut_off = 0;  ///< for not keeping up
    };
    Counts counts() const;

private:
    // A reader has one request in flight, or none:
    //     listening    ConnectNamedPipe is in flight
    //     idle         connected, nothing in flight: all that came was sent
    //     writing      WriteFile is in flight, from `sending`; what comes meanwhile is in `waiting`
    //     leaving      as writing, but cut off: the request is cancelled, its packet ends it
    // A reader is removed by its packet when that says that it has gone, or when it is leaving; an
    // idle one at once.
    struct Reader : OVERLAPPED {
        enum class State { listening, idle, writing, leaving };
        explicit Reader(w32::PipeServer server) : OVERLAPPED{}, pipe(std::move(server)) {}
        w32::PipeServer pipe;
        State state = State::listening;
        std::string sending;
        std::size_t sent = 0;  // of `sending`
        std::string waiting;
    };

    void listen(bool first) WB_REQUIRES(lock_);
    void welcome(Reader& reader) WB_REQUIRES(lock_);
    void give(Reader& reader, std::string_view lines) WB_REQUIRES(lock_);
    void send(Reader& reader) WB_REQUIRES(lock_);
    void remove(Reader& reader) WB_REQUIRES(lock_);
    bool has(Reader::State state) const WB_REQUIRES(lock_);

    w32::CompletionPort& port_;
    const TailOptions options_;
    const std::unique_ptr<w32::SecurityDescriptor> security_;
    std::atomic<bool> somebody_reads_ = false;  // spares the formatting when nobody does
    mutable w32::SrwLock lock_;                 // never held across a call that may block
    w32::ConditionVariable changed_;
    WB_GUARDED_BY(lock_) std::vector<std::unique_ptr<Reader>> readers_;
    WB_GUARDED_BY(lock_) bool stopping_ = false;
    WB_GUARDED_BY(lock_) unsigned came_ = 0;
    WB_GUARDED_BY(lock_) unsigned cut_off_ = 0;
};

/// `tail`, if not nullptr, is told the object, which lives as long as the daemon.
MakeSubscriber serve_tail(TailOptions options, Tail** tail = nullptr);

}  // namespace syelog
