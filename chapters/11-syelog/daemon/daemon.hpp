// daemon.hpp - a syelog daemon: many clients, few threads, one completion port, one log.
//
//     syelog::Daemon daemon({.pipe = LR"(\\.\pipe\syelog)", .output = syelog::file_output(file)});
//     daemon.start();
//     (void)w32::wait(daemon.stop_event(), w32::forever);
//     daemon.stop();                                   // graceful: see below
//
// Workers take packets from the port; each packet is the end of one connection's one request. What
// a worker reads it formats and hands to the writer, then it starts the connection's next read.
// https://learn.microsoft.com/windows/win32/fileio/i-o-completion-ports
#pragma once

#include "chapters/11-syelog/daemon/access.hpp"
#include "chapters/11-syelog/daemon/coalescer.hpp"
#include "chapters/11-syelog/daemon/connection.hpp"
#include "chapters/11-syelog/daemon/filter.hpp"
#include "chapters/11-syelog/daemon/subscriber.hpp"
#include "chapters/11-syelog/daemon/writer.hpp"
#include "chapters/11-syelog/protocol/names.hpp"
#include "common/win32/mutex.hpp"

#include <memory>
#include <vector>

namespace syelog {

/// start() found another daemon on the same pipe. what() is a sentence for the user.
class AlreadyRunning : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What becomes of a record's terminate flag.
enum class Terminate {
    refuse,    ///< the record is logged, the daemon goes on
    same_user  ///< it stops after its last client has left, if the client runs as our own user
};

struct DaemonOptions {
    std::wstring pipe = kDefaultPipe;
    Output output{};  ///< called by one thread at a time, never after stop()
    Format format = Format::text;
    Filter filter{};
    unsigned workers = 0;    ///< 0: two per processor
    unsigned listeners = 4;  ///< instances that wait for a client at any time
    /// Between two reads of a client that writes little at a time; 0: none.
    std::chrono::milliseconds coalescing{1};
    Access access = Access::compatible;
    Terminate terminate = Terminate::refuse;
    /// How the log is written; its `output` is the one above.
    WriterOptions writer{};
    std::vector<MakeSubscriber> subscribers{};
    /// Asks who a client is, when it comes.
    std::function<Peer(DWORD process_id)> identify = &syelog::identify;
    /// For tests: called when an instance of the pipe exists and is not waited on yet.
    std::function<void()> between_create_and_connect{};
};

struct Statistics {
    std::uint64_t records = 0;   ///< that came, whole
    std::uint64_t bytes = 0;     ///< that were read
    std::uint64_t reads = 0;     ///< that brought something: records / reads is a batch's size
    std::uint64_t filtered = 0;  ///< records that the filter kept out of the log
    unsigned clients = 0;        ///< that ever came
    unsigned connected = 0;      ///< now
    unsigned listening = 0;      ///< instances that wait for a client, now
    unsigned malformed = 0;      ///< connections ended for what they sent
    unsigned unfinished = 0;     ///< connections that ended inside a record
    unsigned refused = 0;        ///< requests to terminate that were refused
    bool deaf = false;           ///< no further client can come: no pipe instance could be made
};

/// start() and stop() belong to one thread, which must not be a worker; the rest to any.
class Daemon final : private PacketHandler {
public:
    explicit Daemon(DaemonOptions options);
    /// Stops if that has not been done.
    ~Daemon() override { stop(); }

    /// Returns when clients can come. Throws AlreadyRunning, w32::Error, what a subscriber throws.
    void start();

    /// Takes no more clients, reads what the others have written, ends them, waits for each pending
    /// request and each thread, and writes the log to its end. Every record whose WriteFile had
    /// completed when stop() was called is in the log. Idempotent.
    void stop();

    /// Signaled when somebody wants a stop: stop_event_name(), or a client's terminate flag after
    /// the last client has left. Whoever owns the daemon waits for it and calls stop(): a worker
    /// cannot, it would wait for itself.
    HANDLE stop_event() const noexcept { return stop_event_.get(); }

    /// Blocks until `condition` holds for the statistics; false after `limit`. For tests.
    bool wait_until(const std::function<bool(const Statistics&)>& condition, w32::Timeout limit);

    Statistics statistics() const;
    /// Complete after stop().
    Loss loss() const { return writer_ ? writer_->loss() : Loss{}; }
    Written written() const { return writer_ ? writer_->written() : Written{}; }
    std::size_t workers() const noexcept { return workers_.size(); }

private:
    void work();
    void on_packet(const w32::Dequeued& packet) override;
    void on_completed(Connection& connection, DWORD bytes);
    void on_failed(Connection& connection, DWORD error, DWORD bytes);

    void put_up_instances(Connection* has_client = nullptr, bool first = false);
    Connection* add_instance(bool first);
    void nobody_can_come();
    bool client_is_there(Connection& connection);
    void begin(Connection& connection);

    bool take_records(Connection& connection, DWORD bytes);
    void decode(Connection& connection);
    bool may_terminate(const Connection& connection) const;
    void publish(std::span<const Event> events);
    bool goes_on(Connection& connection, DWORD bytes);
    void read_next(Connection& connection);
    w32::IoStarted start_read(Connection& connection);

    void end(Connection& connection, DWORD error);
    void tell_of_end(const Connection& connection, DWORD error);
    void say(Severity severity, std::string_view text);

    const DaemonOptions options_;
    const std::unique_ptr<w32::SecurityDescriptor> security_;
    std::string own_user_;
    std::unique_ptr<w32::Mutex> only_one_;
    w32::Event stop_event_;
    std::unique_ptr<Writer> writer_;
    w32::CompletionPort port_;
    std::vector<std::unique_ptr<Subscriber>> subscribers_;  // started; they may be asked to the end
    bool subscribers_stopped_ = false;
    std::vector<w32::Thread> workers_;
    std::unique_ptr<Coalescer> coalescer_;

    // Held shared to start a request, exclusively to remove a connection or to begin the stop. So
    // while a request is being started its connection exists, and none starts unseen by stop().
    mutable w32::SrwLock lock_;
    w32::ConditionVariable changed_;
    WB_GUARDED_BY(lock_) std::vector<std::unique_ptr<Connection>> connections_;
    WB_GUARDED_BY(lock_) Statistics statistics_;
    WB_GUARDED_BY(lock_) bool stopping_ = false;
    WB_GUARDED_BY(lock_) bool stop_after_last_ = false;
};

}  // namespace syelog
