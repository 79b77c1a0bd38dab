// forwarder.hpp - sends the daemon's events on to a syslog collector, and loses none while it is
// away.
//
//     daemon_options.subscribers.push_back(syelog::forward_to({.collector = L"logs:514",
//                                                              .spool = L"D:\\spool"}));
//
// WHAT IS GUARANTEED. Syslog over TCP has no acknowledgement: a send that succeeded says that our
// own system has the bytes. But a receiver that ends its side after we have ended ours has read up
// to our end. So a connection carries one segment of the spool, and is then half-closed:
//
//   * The collector ends its side after that, in order: the segment is READ. Anything else - a
//     reset, an early end, no answer in `patience` - is a broken connection.
//   * A system also ends the connections of a process that dies, in order if all was read. So a
//     read segment is CONFIRMED, and its file deleted, only when the collector has shown that it
//     has outlived it: the next connection, open since before the half-close, carries data after it
//     and is read itself, or at least is still open after `settle`.
//   * After a broken connection, or a restart of the daemon, what is not confirmed is sent again:
//     the segment on its way and the one read last. So each of these sends two segments twice at
//     most. (After a crash of the daemon a confirmed one, too, whose file was not deleted yet.)
//
// So none is lost that was put into the spool, and what comes twice has the same
// [meta sequenceId="n"]: n comes again only when all numbers up to 2147483647 were used, and
// restarts do not change that (RFC 5424 would let them begin with 1) as long as the spool is there.
// But for repetitions, records come in the order of their numbers.
//
// WHAT IS NOT. Records that a collector has read and not stored: one that queues in memory and is
// killed loses its queue. (Ask rsyslog for queue.type="Direct": it writes before it reads on.) A
// collector that dies and is back within the fraction of a second in which TCP repeats a lost
// packet, if just that one was lost which told of its end. A relay at the collector's address: it
// speaks for itself only. Events for which spool and queue have no room: the newest are dropped,
// counted, and the collector is told how many when there is room again. What the system had not
// written to the disk when it lost its power. The collector must allow two connections of ours.
// https://www.rfc-editor.org/rfc/rfc6587
#pragma once

#include "chapters/11-syelog/daemon/subscriber.hpp"
#include "chapters/11-syelog/forward/link.hpp"
#include "chapters/11-syelog/forward/options.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

namespace syelog {

/// The address is asked for once, by start(): that may block, and throws if the name is not known.
class Forwarder final : public Subscriber {
public:
    Forwarder(w32::CompletionPort& port, ForwardOptions options);
    ~Forwarder() override;

    void start() override;
    /// Blocks only while another worker adds its lines, or a buffer changes hands.
    void take(std::span<const Event> events) override;
    void on_packet(const w32::Dequeued& packet) override;
    /// Sends and confirms what is there while it is connected, for `stop_limit` at most; the rest
    /// stays in the spool.
    void stop() override;

    ForwardStatistics statistics() const;
    /// Blocks until `condition` holds for the statistics; false after `limit`. For tests.
    bool wait_until(const std::function<bool(const ForwardStatistics&)>& condition,
                    w32::Timeout limit);

private:
    enum class Phase { created, running, finishing, cutting, ended };
    struct Orders {
        std::vector<std::uint64_t> confirmed;
        std::vector<std::string> sentences;
        bool seal = false;
        bool last = false;
    };
    struct Read {
        std::uint64_t first;
        std::uint64_t records;
        ULONGLONG settled_at;
    };

    // forwarder.cpp: the own thread. It writes the spool and keeps the time.
    void run();
    w32::Timeout until_next_deadline();
    Orders take_orders();
    void spool_lines();
    void fetch_lines();
    bool has_lines();
    void report_drops();
    void disk_refused(DWORD error);
    void drop(std::uint64_t events);
    void pass_on(std::uint64_t records);
    void hand_over(const Orders& orders);
    void hand_over_segment();
    void tell(std::vector<std::string> sentences);

    // delivery.cpp: the network.
    void drive() WB_REQUIRES(lock_);
    void keep_time(ULONGLONG now) WB_REQUIRES(lock_);
    void connect(Link& link) WB_REQUIRES(lock_);
    void listen_to(Link& link) WB_REQUIRES(lock_);
    void send() WB_REQUIRES(lock_);
    void half_close() WB_REQUIRES(lock_);
    void on_out(Link& link, const w32::Dequeued& packet) WB_REQUIRES(lock_);
    void on_in(Link& link, const w32::Dequeued& packet) WB_REQUIRES(lock_);
    void segment_read() WB_REQUIRES(lock_);
    void settle() WB_REQUIRES(lock_);
    void break_up(const std::string& why) WB_REQUIRES(lock_);
    void leave(Link& link) WB_REQUIRES(lock_);
    bool wants_a_segment() const WB_REQUIRES(lock_);
    bool waits_for_the_collector() const WB_REQUIRES(lock_);
    bool all_is_confirmed() const WB_REQUIRES(lock_);

    w32::CompletionPort& port_;
    const ForwardOptions options_;
    const w32::SocketLibrary winsock_;
    std::unique_ptr<w32::SocketExtensions> extensions_;
    sockaddr_in address_{};

    w32::SrwLock feed_lock_;  // never held together with lock_
    WB_GUARDED_BY(feed_lock_) std::string incoming_;
    WB_GUARDED_BY(feed_lock_) std::uint64_t refused_ = 0;
    WB_GUARDED_BY(feed_lock_) bool stopped_ = false;
    std::atomic<std::uint64_t> taken_{0};

    // The thread's own.
    std::unique_ptr<Spool> spool_;
    std::string lines_;             // taken from incoming_
    std::size_t spooled_ = 0;       // bytes of lines_ that are in the spool
    std::uint64_t unreported_ = 0;  // dropped events that the collector does not know about
    ULONGLONG disk_retry_ = 0;      // the disk has refused: not before; 0: it has not

    mutable w32::SrwLock lock_;
    w32::ConditionVariable changed_;
    WB_GUARDED_BY(lock_) Phase phase_ = Phase::created;
    WB_GUARDED_BY(lock_) ForwardStatistics statistics_;
    WB_GUARDED_BY(lock_) Link links_[2];
    WB_GUARDED_BY(lock_) Link* current_ = &links_[0];  // sends, or will be the next to send
    WB_GUARDED_BY(lock_) Link* spare_ = &links_[1];    // opened while the other one sends
    WB_GUARDED_BY(lock_) std::uint64_t from_ = 0;      // no segment before this one is wanted
    WB_GUARDED_BY(lock_) std::optional<Read> read_;    // the segment that is not confirmed yet
    WB_GUARDED_BY(lock_) Orders orders_;
    WB_GUARDED_BY(lock_) bool spooled_all_ = false;  // while finishing: nothing more will come
    WB_GUARDED_BY(lock_) bool told_of_outage_ = true;
    WB_GUARDED_BY(lock_) std::chrono::milliseconds retry_;  // the next pause
    // By GetTickCount64.
    WB_GUARDED_BY(lock_) ULONGLONG retry_at_ = 0;   // no connection before
    WB_GUARDED_BY(lock_) ULONGLONG seal_at_ = 0;    // 0: not for its age
    WB_GUARDED_BY(lock_) ULONGLONG moved_at_ = 0;   // the collector, for the last time
    WB_GUARDED_BY(lock_) ULONGLONG opened_at_ = 0;  // the first link after a broken one

    w32::Event wake_{w32::Reset::automatic};
    w32::Thread thread_;
};

/// For DaemonOptions::subscribers.
MakeSubscriber forward_to(ForwardOptions options);

}  // namespace syelog
