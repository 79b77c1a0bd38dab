// client.hpp - sends log records to a syelog daemon, many per write.
//
//     syelog::Client log({.pipe = LR"(\\.\pipe\syelog)"});
//     log.write(syelog::Severity::notice, "started");
//     if (!log.flush()) ...                    // false: some record has not been taken
//
// write() packs the record into a batch and returns. A thread of the client's own sends a batch
// when it is full (16 KiB), when its first record is 10 ms old, or when somebody flushes. No lock
// is held while it talks to the pipe.
// https://learn.microsoft.com/windows/win32/ipc/named-pipe-client
// Topics: S04
#pragma once

#include "chapters/11-syelog/protocol/names.hpp"
#include "chapters/11-syelog/protocol/record.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/named_pipe.hpp"
#include "common/win32/thread.hpp"

#include <deque>
#include <stdexcept>

namespace syelog {

/// No daemon answered. what() is a sentence for the user.
class NoDaemon : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct ClientOptions {
    std::wstring pipe = kDefaultPipe;
    Facility facility = Facility::application;
    std::chrono::milliseconds patience{5000};  ///< for a free pipe instance, and for one write
    std::chrono::milliseconds batch_age{10};   ///< after which an unfilled batch is sent
};

/// Any thread may write and flush. Records of one thread arrive in its order.
class Client {
public:
    /// Connects. Throws NoDaemon.
    explicit Client(ClientOptions options);
    /// Sends what is left.
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Queues one record; text that is too long is cut. Blocks only while four full batches wait.
    /// `terminate` asks the daemon to stop when its last client has left.
    void write(Severity severity, std::string_view text, bool terminate = false);

    /// Sends what was queued before, and waits for it. True: every record so far was acknowledged.
    bool flush();

    /// Records whose WriteFile has completed. An acknowledged record is in the daemon's pipe; a
    /// daemon that is stopped in order afterwards has it in its log.
    std::uint64_t acknowledged() const;
    /// Records that two connections in a row would not take. They are gone.
    std::uint64_t lost() const;

private:
    struct Batch {
        std::string bytes;
        std::uint64_t records = 0;
        ULONGLONG begun = 0;  // GetTickCount64 of its first record
    };

    void run();
    bool take_batch(Batch& out);
    bool needs_new_batch(std::size_t bytes) const WB_REQUIRES(lock_);
    bool send(const std::string& bytes);
    bool send_once(const std::string& bytes);

    const ClientOptions options_;
    w32::PipeClient pipe_;  // the sender's own, once it runs

    mutable w32::SrwLock lock_;
    w32::ConditionVariable work_;   // for the sender: a batch is full, a flush, the end
    w32::ConditionVariable moved_;  // for the others: a batch has been dealt with
    WB_GUARDED_BY(lock_) std::deque<Batch> batches_;
    WB_GUARDED_BY(lock_) std::uint64_t written_ = 0;
    WB_GUARDED_BY(lock_) std::uint64_t acknowledged_ = 0;
    WB_GUARDED_BY(lock_) std::uint64_t lost_ = 0;
    WB_GUARDED_BY(lock_) std::uint64_t flush_up_to_ = 0;  // as counted by written_
    WB_GUARDED_BY(lock_) bool closing_ = false;
    w32::Thread sender_;
};

}  // namespace syelog
