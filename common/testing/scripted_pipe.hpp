// scripted_pipe.hpp - the other end of a pipe, which does what a test tells it, when it is told.
//
//     workbook::PipePeer peer = workbook::PipePeer::client(name);
//     peer.before(Outcome::pending);            // nothing yet: our read will have to wait
//     const auto started = w32::start_read(pipe, buffer, request.raw());
//     peer.after(Outcome::pending);             // now the bytes come
//
// Each way in which a request can end is produced on purpose, once, in an order the test chooses:
// a server that is right for all of them does not depend on who is quicker.
#pragma once

#include "common/win32/locks.hpp"
#include "common/win32/named_pipe.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace workbook {

/// How the request under test ends. For a connect: already_connected, early_gone, pending,
/// cancel. For a read: immediate, pending, more_data, cancel, broken, broken_pending.
enum class Outcome {
    immediate,          ///< the data is there before the request is made
    pending,            ///< the request is made first, then it gets what it waits for
    more_data,          ///< a message longer than kShortBuffer is there (message-read mode: 234)
    cancel,             ///< the peer does nothing: only a cancellation ends the request
    broken,             ///< the peer leaves before the request is made
    broken_pending,     ///< the peer leaves while the request is pending
    already_connected,  ///< the client opens the pipe before ConnectNamedPipe
    early_gone          ///< ... and has left again: ERROR_NO_DATA
};
const char* describe(Outcome outcome) noexcept;

inline constexpr std::size_t kShortBuffer = 16;

/// One end of a pipe. Its steps block for at most five seconds and throw w32::Error otherwise.
/// One thread at a time.
class PipePeer {
public:
    /// A client end for `name`; open() connects it.
    static PipePeer client(std::wstring name, w32::PipeAccess access = w32::PipeAccess::duplex);
    /// A server end: the instance exists from now on.
    static PipePeer server(std::wstring name, const w32::PipeOptions& options = {});

    /// Client: opens the pipe; waits while every instance is busy.
    void open();
    /// Server: waits for a client, also for one that has come already.
    void accept();
    /// Writes, and waits until the other end's system has taken it.
    void write(std::string_view bytes);
    /// Starts a write that the other end will have to make room for; finish_write() ends it.
    w32::Io start_write(std::string bytes);
    w32::IoResult finish_write();
    /// Reads what comes next, at most `most` bytes.
    std::string read(std::size_t most = 4096);
    /// Closes the end, as a crash would. Idempotent.
    void leave() noexcept;
    bool there() const noexcept;

    /// What has to happen before the request under test is made, and what after. `immediate`,
    /// `pending` and `more_data` send kGreeting or more.
    void before(Outcome outcome);
    void after(Outcome outcome);

    HANDLE get() const noexcept { return is_server_ ? server_.get() : client_.get(); }

private:
    PipePeer() = default;

    bool is_server_ = false;
    std::wstring name_;
    w32::PipeAccess access_ = w32::PipeAccess::duplex;
    w32::PipeServer server_;
    w32::PipeClient client_;
    std::unique_ptr<w32::Overlapped> write_;  // its address must not change when the peer moves
    std::string writing_;
};

inline constexpr std::string_view kGreeting = "hello";

/// Steps that run one after the other on a thread of their own, each when the test says so.
class PipeScript {
public:
    PipeScript() : thread_("pipe script", [this] { run(); }) {}
    /// Runs the steps that are left and joins.
    ~PipeScript();
    PipeScript(const PipeScript&) = delete;
    PipeScript& operator=(const PipeScript&) = delete;

    /// Appends a step.
    PipeScript& then(std::function<void()> step);
    /// Lets the next step begin and returns at once; a step may block for as long as the test
    /// needs.
    void begin_step();
    /// Blocks until the step begun last has ended; what it threw is thrown here.
    void end_step();
    /// Both.
    void step() {
        begin_step();
        end_step();
    }

private:
    void run();

    w32::SrwLock lock_;
    WB_GUARDED_BY(lock_) std::deque<std::function<void()>> steps_;
    WB_GUARDED_BY(lock_) bool closing_ = false;
    WB_GUARDED_BY(lock_) std::exception_ptr failure_;
    w32::Semaphore turns_{0, 1'000'000};
    w32::Semaphore ended_{0, 1'000'000};
    w32::Thread thread_;
};

}  // namespace workbook
