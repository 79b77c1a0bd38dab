// client.hpp - sends log records to a syelog daemon, many per write.
//
//     syelog::Client log({.pipe = LR"(\\.\pipe\syelog)"});
//     log.write(syelog::Severity::notice, "started");
//     log.print(syelog::Severity::warning, "disk ", 3, " is ", 99.5, " % full");
//     if (!log.flush(2s)) ...                  // false: something has not been taken
//
// write() puts the record into a queue and returns. A thread of the client's own sends what waits
// there: when it fills a batch (32 KiB), when it is 10 ms old, when somebody flushes, and at once
// when a record says error or worse. No lock is held while it talks to the pipe, so a daemon that
// stands still makes nobody wait longer than the limit that he has given.
//
// What may be doubled: nothing, with syelogd. A batch is sent again only when its write has failed,
// and a daemon that takes whole writes (record.hpp, Decoder::space) has then read none of it. One
// that takes a write in pieces and dies in between has read a part, and its successor reads all.
// What may be lost: what write() has dropped or close() has left, and it is counted; and what a
// daemon that crashes had taken.
//
// Do not call it
//   * from DllMain: the constructor starts a thread and close() waits for its end, and both need
//     the loader's lock, which the caller of DllMain holds;
//   * from an APC: a special one (QueueUserAPC2) may interrupt its own thread inside write(), which
//     would wait for its own lock; an ordinary one makes an alertable wait outlast its limit.
// https://learn.microsoft.com/windows/win32/ipc/named-pipe-client
// Topics: S04
#pragma once

#include "chapters/11-syelog/client/back_off.hpp"
#include "chapters/11-syelog/client/options.hpp"
#include "chapters/11-syelog/client/record_queue.hpp"
#include "chapters/11-syelog/client/text.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/named_pipe.hpp"
#include "common/win32/thread.hpp"

#include <version>
#if defined(__cpp_lib_format)
#include <format>
#endif

namespace syelog {

/// Any thread may write, print and flush. Records of one thread arrive in its order.
class Client {
public:
    /// Connects, and throws NoDaemon if that fails (but see ClientOptions::connect_later).
    explicit Client(ClientOptions options);
    /// close(), if that has not been done; blocks for at most ClientOptions::close_limit.
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Queues one record; text that is too long is cut. Blocks only if the queue is full and
    /// WhenFull::block says so. False: it was dropped, or the client is closed.
    /// `terminate` asks the daemon to stop when its last client has left.
    bool write(Severity severity, std::string_view text, bool terminate = false);

    /// write() of a text that is put together from parts: see text.hpp.
    template <class... Parts>
    bool print(Severity severity, const Parts&... parts) {
        Text text;
        text.add(parts...);
        return write(severity, text.view());
    }

#if defined(__cpp_lib_format)
    /// write() of what std::format makes; what does not fit is cut.
    template <class... Arguments>
    bool format(Severity severity, std::format_string<Arguments...> how, Arguments&&... arguments) {
        char text[kMaxTextBytes];
        const auto made = std::format_to_n(text, static_cast<std::ptrdiff_t>(sizeof text), how,
                                           std::forward<Arguments>(arguments)...);
        return write(severity, {text, static_cast<std::size_t>(made.out - text)});
    }
#endif

    /// Sends what was queued before, and waits for it. True: all of it was acknowledged. False: not
    /// within `limit`, or some of it was dropped meanwhile.
    bool flush(w32::Timeout limit = w32::forever);

    /// Sends what is left, then ends the connection; blocks for at most `limit`, and what has not
    /// been taken then is lost. True: nothing was. Whoever still waits in write() or flush() is
    /// answered false. By the thread that owns the client; idempotent.
    bool close(w32::Timeout limit);

    /// Records whose WriteFile has completed, the client's own ("3 records were dropped") among
    /// them. An acknowledged record is in the daemon's pipe; a daemon that is stopped in order
    /// afterwards has it in its log.
    std::uint64_t acknowledged() const;
    /// Records that will never arrive: dropped because the queue was full, or left by close().
    std::uint64_t lost() const;

private:
    /// What the sender is about, as far as those who write must know.
    enum class Sender {
        asleep,      ///< nothing has come for a while: the next record wakes it
        collecting,  ///< lets a batch grow until it is old: only must_send() wakes it
        busy         ///< looks at the queue before it waits again: nobody needs to wake it
    };

    bool make_room(std::size_t bytes) WB_REQUIRES(lock_);
    bool has_room(std::size_t bytes) const WB_REQUIRES(lock_);
    bool report_is_due() const WB_REQUIRES(lock_);
    Packed report(Text& text) WB_REQUIRES(lock_);
    void push_report() WB_REQUIRES(lock_);
    bool must_send() const WB_REQUIRES(lock_);
    bool should_wake_sender() WB_REQUIRES(lock_);
    std::uint64_t settled() const WB_REQUIRES(lock_);

    // The sender's, in sender.cpp.
    void run();
    bool wait_for_work();
    bool is_time_over() WB_REQUIRES(lock_);
    void take_batch();
    bool send();
    void acknowledge();
    void wait_to_retry();
    void give_up();

    const ClientOptions options_;
    const DWORD process_id_ = ::GetCurrentProcessId();

    w32::PipeClient pipe_;  // this and what follows: the sender's own, once it runs
    w32::Overlapped request_;
    std::unique_ptr<std::byte[]> batch_;
    std::size_t batch_bytes_ = 0;
    BackOff back_off_;
    w32::Event give_up_{w32::Reset::manual};  // ends its wait for the daemon

    mutable w32::SrwLock lock_;
    w32::ConditionVariable work_;   // for the sender: see should_wake_sender()
    w32::ConditionVariable moved_;  // for the others: there is room, or a batch has been dealt with
    WB_GUARDED_BY(lock_) RecordQueue queue_;
    WB_GUARDED_BY(lock_) Sender sender_state_ = Sender::busy;
    WB_GUARDED_BY(lock_) ULONGLONG collecting_since_ = ::GetTickCount64();
    WB_GUARDED_BY(lock_) std::uint64_t batch_records_ = 0;  // not 0: a batch is being sent
    WB_GUARDED_BY(lock_) std::uint64_t batch_begin_ = 0;    // position of its first record
    WB_GUARDED_BY(lock_) std::uint64_t flush_up_to_ = 0;    // a position, too
    WB_GUARDED_BY(lock_) std::uint64_t acknowledged_ = 0;
    WB_GUARDED_BY(lock_) std::uint64_t lost_ = 0;
    WB_GUARDED_BY(lock_) std::uint64_t unreported_ = 0;   // of the lost ones
    WB_GUARDED_BY(lock_) std::uint64_t left_behind_ = 0;  // by close(), of the lost ones, too
    WB_GUARDED_BY(lock_) bool urgent_ = false;            // until the queue is empty
    WB_GUARDED_BY(lock_) bool closing_ = false;           // nothing is queued any more
    WB_GUARDED_BY(lock_) bool abandoned_ = false;         // close()'s limit has passed
    w32::Thread sender_;
};

}  // namespace syelog
