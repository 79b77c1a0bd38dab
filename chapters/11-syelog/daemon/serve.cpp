// serve.cpp - what happens to one connection: accept, put up the next instance, read, end.
//
// The answers that a request may give at once decide who owns the connection afterwards:
//     done      a packet follows: no longer ours      (but ERROR_PIPE_CONNECTED: none follows)
//     pending   a packet follows: no longer ours
//     failed    no packet will ever come: still ours, and we must end it
// Topics: S06 S07 S09
#include "chapters/11-syelog/daemon/daemon.hpp"

#include "common/win32/compat.hpp"

#include <algorithm>

namespace syelog {
namespace {

// What a client had written before the stop fits into the pipe (32 KiB) and one pending write. A
// client that goes on writing gets no more than this, else it could keep the daemon for ever.
constexpr std::size_t kDrainLimit = 256 * 1024;

// A read that brought less than this: its client writes little at a time, and the next read may
// wait a moment for more. Above it the pipe's quota (32 KiB) could fill meanwhile.
constexpr DWORD kWorthCoalescing = 4 * 1024;

// A client that always has something to be read would keep its worker for ever, and a few of them
// all workers.
constexpr unsigned kReadsInARow = 16;

// The ordinary ways in which a connection ends.
bool is_ordinary_end(DWORD error) {
    return error == ERROR_BROKEN_PIPE  // the client has closed its end
           || error == ERROR_NO_DATA   // it came and left before we looked
           || error == ERROR_PIPE_NOT_CONNECTED ||
           error == ERROR_OPERATION_ABORTED;  // we have cancelled the request: a stop
}

}  // namespace

// --- accept ---------------------------------------------------------------------------------

// Puts up an instance, and only then begins with the client that has come to the one before:
// otherwise that client could leave, its instance could go, and for a moment the pipe's name would
// not exist. A client would be told "not found", and on Windows a stranger could take the name.
// A loop, not a recursion: several clients in a row may be quicker than ConnectNamedPipe.
void Daemon::put_up_instances(Connection* has_client, bool first) {
    for (;;) {
        Connection* const next = add_instance(first);
        if (has_client != nullptr) begin(*has_client);
        if (next == nullptr) return;
        if (options_.between_create_and_connect) options_.between_create_and_connect();
        if (!client_is_there(*next)) return;
        has_client = next;
        first = false;
    }
}

// A new instance that is in the list, or nullptr: the daemon is stopping, or the system has no
// room.
Connection* Daemon::add_instance(bool first) {
    try {
        // Made and listed in one step: a client may find it and write to it at once, and stop()
        // must not miss what that client was told is taken.
        const w32::Guard hold(lock_);
        if (stopping_) return nullptr;
        auto connection = std::make_unique<Connection>(
            w32::PipeServer(options_.pipe.c_str(),
                            {.type = w32::PipeType::message,
                             .read_mode = w32::PipeType::byte,
                             .access = w32::PipeAccess::inbound,
                             .quota = kMaxBatchBytes,
                             .first_instance = first,
                             .reject_remote = true,
                             .security = security_ ? security_->attributes() : nullptr}),
            options_.format);
        port_.associate(connection->pipe.get(), key());
        // A read that finds something is done at once; its packet would only cost a wake-up more.
        w32::check(::SetFileCompletionNotificationModes(connection->pipe.get(),
                                                        FILE_SKIP_COMPLETION_PORT_ON_SUCCESS),
                   "SetFileCompletionNotificationModes");
        connections_.push_back(std::move(connection));
        ++statistics_.listening;
        statistics_.deaf = false;
        return connections_.back().get();
    } catch (const w32::Error& error) {
        if (first) throw;
        say(Severity::error, error.what());
        nobody_can_come();
        return nullptr;
    }
}

void Daemon::nobody_can_come() {
    const w32::Guard hold(lock_);
    statistics_.deaf = statistics_.listening == 0;  // end() tries again when a connection has gone
    if (connections_.empty()) stop_event_.set();
}

// True: a client is there, no packet will come, the connection is ours. False: it is not ours any
// more (a packet will come), or it is gone.
bool Daemon::client_is_there(Connection& connection) {
    w32::IoStarted started;
    {
        const w32::SharedGuard hold(lock_);
        started = connection.pipe.start_connect(connection.fresh_request());
        if (started.how == w32::Io::pending && stopping_)
            (void)::CancelIoEx(connection.pipe.get(), &connection);
    }
    switch (started.how) {
        case w32::Io::pending: return false;
        case w32::Io::done: return true;  // ERROR_PIPE_CONNECTED: it was quicker than we
        case w32::Io::failed: break;
    }
    // It was quicker still and has left again; what it wrote can be read all the same.
    if (started.error == ERROR_NO_DATA) return true;
    end(connection, started.error);
    nobody_can_come();
    return false;
}

void Daemon::begin(Connection& connection) {
    connection.state = Connection::State::reading;
    connection.peer = options_.identify(connection.pipe.client_process_id());
    {
        const w32::Guard hold(lock_);
        --statistics_.listening;
        ++statistics_.clients;
        ++statistics_.connected;
    }
    changed_.notify_all();
    read_next(connection);
}

// --- read -----------------------------------------------------------------------------------

void Daemon::on_completed(Connection& connection, DWORD bytes) {
    if (connection.state == Connection::State::listening) {
        put_up_instances(&connection);
        return;
    }
    if (bytes == 0 || goes_on(connection, bytes)) read_next(connection);
}

// True: the connection is to be read at once, and still ours.
bool Daemon::goes_on(Connection& connection, DWORD bytes) {
    if (take_records(connection, bytes))
        return bytes >= kWorthCoalescing || !coalescer_->put(connection);
    end(connection, ERROR_INVALID_DATA);
    return false;
}

void Daemon::on_failed(Connection& connection, DWORD error, DWORD bytes) {
    // A message larger than the buffer: what is here is good, the rest comes with the next read.
    // In byte-read mode it does not happen; a daemon that reads messages meets it every day.
    if (error == ERROR_MORE_DATA && connection.state == Connection::State::reading) {
        on_completed(connection, bytes);
        return;
    }
    // An instance that nobody came to. Its successor first, for the reason given above; while
    // stopping there is none.
    if (connection.state == Connection::State::listening) put_up_instances();
    end(connection, error);
}

// Formats what has arrived and queues it. Before the next read is started: from then on another
// worker may be busy with this client's next records. False: no more can be read from it.
bool Daemon::take_records(Connection& connection, DWORD bytes) {
    connection.decoder.arrived(bytes);
    decode(connection);
    const auto& events = connection.events;
    const bool terminate = std::any_of(events.begin(), events.end(),
                                       [](const Event& event) { return event.record.terminate; });
    const bool granted = terminate && may_terminate(connection);
    const bool malformed = connection.decoder.malformed() != Malformed::no;
    const std::size_t came = events.size();

    const auto unwanted = [this](const Event& event) { return !options_.filter.passes(event); };
    const auto filtered = std::erase_if(connection.events, unwanted);
    connection.lines.clear();
    for (const Event& event : events) connection.formatter.append(connection.lines, event);
    // Blocks while the disk is behind: back-pressure.
    if (!events.empty()) writer_->push(connection.lines, events.size());
    publish(events);

    const std::string who = "Process " + std::to_string(connection.peer.process_id);
    if (malformed)
        say(Severity::error,
            who + " sent " + describe(connection.decoder.malformed()) + ": connection closed.");
    if (granted) say(Severity::notice, "Client requested terminate on last connection close.");
    if (terminate && !granted) say(Severity::warning, who + " asked for a stop; that is refused.");
    {
        const w32::Guard hold(lock_);
        statistics_.records += came;
        statistics_.filtered += filtered;
        statistics_.bytes += bytes;
        ++statistics_.reads;
        if (malformed) ++statistics_.malformed;
        if (granted) stop_after_last_ = true;
        if (terminate && !granted) ++statistics_.refused;
        if (stopping_) connection.drained += bytes;
    }
    changed_.notify_all();
    return !malformed;
}

// Into connection.events, whose texts live until the decoder's next space().
void Daemon::decode(Connection& connection) {
    connection.events.clear();
    Event event{.received = now_utc(), .peer = &connection.peer};
    while (connection.decoder.next(event.record) == Decoder::Next::record)
        connection.events.push_back(event);
}

bool Daemon::may_terminate(const Connection& connection) const {
    return options_.terminate == Terminate::same_user && !own_user_.empty() &&
           connection.peer.user == own_user_;
}

// Until a read has to wait. After that the connection is not ours: its packet may have been taken
// by another worker before ReadFile has even returned to us.
void Daemon::read_next(Connection& connection) {
    for (unsigned reads = 0; reads < kReadsInARow; ++reads) {
        const w32::IoStarted started = start_read(connection);
        switch (started.how) {
            case w32::Io::done:  // no packet comes
                if (!goes_on(connection, started.bytes)) return;
                break;
            case w32::Io::pending: return;                                 // the packet comes later
            case w32::Io::failed: end(connection, started.error); return;  // it never comes
        }
    }
    port_.post(0, key(), &connection);  // to the end of the queue: as a read that brought nothing
}

w32::IoStarted Daemon::start_read(Connection& connection) {
    if (connection.drained >= kDrainLimit) return {w32::Io::failed, 0, ERROR_OPERATION_ABORTED};
    const w32::SharedGuard hold(lock_);
    const w32::IoStarted started = w32::start_read(
        connection.pipe.get(), connection.decoder.space(), connection.fresh_request());
    // Stopping means: read what is there, do not wait for more. Touching the connection here is
    // safe, though it is not ours: who removes it needs the lock that we hold.
    if (started.how == w32::Io::pending && stopping_)
        (void)::CancelIoEx(connection.pipe.get(), &connection);
    return started;
}

// --- end ------------------------------------------------------------------------------------

void Daemon::end(Connection& connection, DWORD error) {
    const bool had_client = connection.state == Connection::State::reading;
    const bool cut =
        connection.decoder.pending_bytes() > 0 && connection.decoder.malformed() == Malformed::no;
    tell_of_end(connection, error);
    bool try_again = false;
    {
        const w32::Guard hold(lock_);
        const auto here = std::find_if(connections_.begin(), connections_.end(),
                                       [&](const auto& c) { return c.get() == &connection; });
        connections_.erase(here);  // closes the pipe: who is told of the end finds it closed
        --(had_client ? statistics_.connected : statistics_.listening);
        if (cut) ++statistics_.unfinished;
        // The last client has left, and one had asked for this.
        if (had_client && stop_after_last_ && statistics_.connected == 0) stop_event_.set();
        // Its place may be the one that was lacking.
        try_again = had_client && statistics_.listening < options_.listeners && !stopping_;
    }
    changed_.notify_all();
    if (try_again) put_up_instances();
}

// An ordinary end is none of the log's business.
void Daemon::tell_of_end(const Connection& connection, DWORD error) {
    const std::string who = "Process " + std::to_string(connection.peer.process_id);
    const std::size_t rest = connection.decoder.pending_bytes();
    if (rest > 0 && connection.decoder.malformed() == Malformed::no)
        say(Severity::warning,
            who + " left in the middle of a record: " + std::to_string(rest) + " bytes dropped.");
    if (connection.drained >= kDrainLimit)
        say(Severity::warning, who + " went on writing after the stop.");
    if (!is_ordinary_end(error) && error != ERROR_INVALID_DATA)
        say(Severity::error, who + ": " + w32::describe(error));
}

}  // namespace syelog
