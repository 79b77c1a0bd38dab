// forwarder.cpp - start, stop, and the forwarder's own thread: disk and time. The network:
// delivery.cpp.
#include "chapters/11-syelog/forward/forwarder.hpp"

#include "chapters/11-syelog/protocol/format.hpp"
#include "common/win32/deadline.hpp"

#include <algorithm>

namespace syelog {
namespace {

constexpr auto kDiskRetry = std::chrono::milliseconds(100);

SpoolOptions spool_options(const ForwardOptions& options) {
    // The spool drops what is new when it is full, and gives back room by whole segments: so it
    // should have a few.
    const std::uint64_t most = std::max<std::uint64_t>(options.spool_bytes / 4, 1);
    return {.folder = options.spool,
            .bytes = options.spool_bytes,
            .segment_bytes =
                static_cast<std::size_t>(std::min<std::uint64_t>(options.segment_bytes, most)),
            .write = options.write};
}

ULONGLONG later(std::chrono::milliseconds by) {
    return ::GetTickCount64() + static_cast<ULONGLONG>(by.count());
}

std::string own_line(const std::string& text) {
    Event event;
    event.record.severity = Severity::warning;
    event.record.text = text;
    event.received = now_utc();
    std::string line;
    append_event(line, Format::rfc5424, event);
    return line;
}

std::string in_all(const ForwardStatistics& now) {
    return "Forwarded: " + std::to_string(now.confirmed) + " records confirmed, " +
           std::to_string(now.resent_segments) + " segments sent again, " +
           std::to_string(now.dropped) + " events dropped, " + std::to_string(now.spooled_bytes) +
           " bytes left in the spool.";
}

}  // namespace

Forwarder::Forwarder(w32::CompletionPort& port, ForwardOptions options)
    : port_(port), options_(std::move(options)), retry_(options_.first_retry) {}

Forwarder::~Forwarder() {
    if (thread_) stop();
}

void Forwarder::start() {
    address_ = resolve(options_.collector);
    extensions_ = std::make_unique<w32::SocketExtensions>(w32::make_socket().get());
    spool_ = std::make_unique<Spool>(spool_options(options_));
    {
        const w32::Guard hold(lock_);
        phase_ = Phase::running;
        statistics_.spooled_bytes = spool_->bytes();
    }
    thread_ = w32::Thread("forwarder", [this] { run(); });
    wake_.set();  // its first step is to connect
}

void Forwarder::take(std::span<const Event> events) {
    // Made without a lock: workers do not wait for each other while they format.
    std::string lines;
    Formatter formatter(Format::rfc5424);
    for (const Event& event : events) formatter.append(lines, event);
    bool was_empty = false;
    {
        const w32::Guard hold(feed_lock_);
        if (stopped_) return;
        was_empty = incoming_.empty();
        // One take may go over the bound: what one client wrote at a time stays together.
        if (incoming_.size() < options_.queue_bytes)
            incoming_ += lines;
        else
            refused_ += events.size();
    }
    taken_ += events.size();
    if (was_empty) wake_.set();
}

void Forwarder::stop() {
    {
        const w32::Guard hold(lock_);
        if (phase_ != Phase::running) return;
        phase_ = Phase::finishing;
        wake_.set();
        const w32::Deadline deadline(options_.stop_limit);
        while (!all_is_confirmed() && statistics_.connected && !deadline.passed())
            (void)changed_.wait_for(lock_, deadline.left());
        phase_ = Phase::cutting;
    }
    {
        const w32::Guard hold(feed_lock_);
        stopped_ = true;
    }
    {
        const w32::Guard hold(lock_);
        for (Link& link : links_) leave(link);
        // Cancelled is not ended: only with its packet taken does a request let go of its link.
        while (links_[0].state != Link::State::closed || links_[1].state != Link::State::closed)
            changed_.wait(lock_);
        phase_ = Phase::ended;
    }
    wake_.set();
    thread_.join();
    spool_.reset();
}

ForwardStatistics Forwarder::statistics() const {
    const w32::SharedGuard hold(lock_);
    ForwardStatistics now = statistics_;
    now.taken = taken_;
    return now;
}

bool Forwarder::wait_until(const std::function<bool(const ForwardStatistics&)>& condition,
                           w32::Timeout limit) {
    const w32::Deadline deadline(limit);
    const w32::Guard hold(lock_);
    while (!condition(statistics_)) {
        if (deadline.passed()) return false;
        (void)changed_.wait_for(lock_, deadline.left());
    }
    return true;
}

// --- the thread -----------------------------------------------------------------------------

void Forwarder::run() {
    for (bool last = false; !last;) {
        (void)w32::wait(wake_.get(), until_next_deadline());
        const Orders orders = take_orders();
        last = orders.last;
        for (const std::uint64_t first : orders.confirmed) spool_->remove(first);
        if (last) disk_retry_ = 0;  // one more try
        do spool_lines();
        while (last && disk_retry_ == 0 && has_lines());
        if (orders.seal) spool_->seal();
        hand_over(orders);
    }
    // What the disk has refused to the end.
    const std::string_view rest = std::string_view(lines_).substr(spooled_);
    drop(static_cast<std::uint64_t>(std::count(rest.begin(), rest.end(), '\n')));
    spooled_ = lines_.size();
    fetch_lines();
    drop(static_cast<std::uint64_t>(std::count(lines_.begin(), lines_.end(), '\n')));
    tell({in_all(statistics())});
}

w32::Timeout Forwarder::until_next_deadline() {
    ULONGLONG next = ~ULONGLONG{0};
    const auto at = [&](ULONGLONG when) { next = std::min(next, when); };
    if (disk_retry_ != 0)
        at(disk_retry_);
    else if (has_lines())
        at(0);
    {
        const w32::Guard hold(lock_);
        if (links_[0].state == Link::State::closed && links_[1].state == Link::State::closed &&
            phase_ == Phase::running)
            at(retry_at_);
        if (seal_at_ != 0) at(seal_at_);
        if (read_) at(read_->settled_at);
        if (waits_for_the_collector())
            at(moved_at_ + static_cast<ULONGLONG>(options_.patience.count()));
    }
    if (next == ~ULONGLONG{0}) return w32::forever;
    const ULONGLONG now = ::GetTickCount64();
    return std::chrono::milliseconds(next > now ? next - now : 0);
}

Forwarder::Orders Forwarder::take_orders() {
    const w32::Guard hold(lock_);
    keep_time(::GetTickCount64());
    Orders orders = std::exchange(orders_, {});
    orders.seal = orders.seal || phase_ >= Phase::finishing;
    orders.last = phase_ == Phase::ended;
    return orders;
}

bool Forwarder::has_lines() {
    if (spooled_ < lines_.size()) return true;
    const w32::SharedGuard hold(feed_lock_);
    return !incoming_.empty();
}

// Brings what has come into the spool, a segment at most: the network waits for us, too. Leaves it
// in lines_ if the disk refuses.
void Forwarder::spool_lines() {
    if (disk_retry_ > ::GetTickCount64()) return;
    disk_retry_ = 0;
    fetch_lines();
    report_drops();
    if (spooled_ == lines_.size()) return;
    const std::string_view rest = std::string_view(lines_).substr(spooled_);
    const Spool::Appended now = spool_->append(rest);
    spooled_ += now.taken;
    if (now.full) {
        spooled_ = lines_.size();
        drop(static_cast<std::uint64_t>(std::count(rest.begin(), rest.end(), '\n')));
    } else if (now.error != ERROR_SUCCESS) {
        disk_refused(now.error);
    } else {
        pass_on(now.records);
    }
}

// Nothing new while the disk has not taken what is here: incoming_ fills up, and then events are
// dropped there.
void Forwarder::fetch_lines() {
    if (spooled_ < lines_.size()) return;
    lines_.clear();
    spooled_ = 0;
    std::uint64_t refused = 0;
    {
        const w32::Guard hold(feed_lock_);
        lines_.swap(incoming_);  // both keep their memory
        refused = std::exchange(refused_, 0);
    }
    drop(refused);
}

void Forwarder::drop(std::uint64_t events) {
    if (events == 0) return;
    const w32::Guard hold(lock_);
    if (unreported_ == 0)
        orders_.sentences.push_back("There is no room for new events: they are not forwarded.");
    unreported_ += events;
    statistics_.dropped += events;
}

void Forwarder::report_drops() {
    if (unreported_ == 0) return;
    const Spool::Appended now = spool_->append(
        own_line(std::to_string(unreported_) + " events were not forwarded: there was no room."));
    if (now.records == 0) return;  // there still is none
    unreported_ = 0;
    pass_on(now.records);
}

void Forwarder::disk_refused(DWORD error) {
    disk_retry_ = later(kDiskRetry);
    const std::string sentence = "The spool cannot be written: " + w32::describe(error);
    const w32::Guard hold(lock_);
    if (statistics_.last_error != sentence) orders_.sentences.push_back(sentence);
    statistics_.last_error = sentence;
}

// What has just been spooled goes out at once, if all before it has.
void Forwarder::pass_on(std::uint64_t records) {
    const w32::Guard hold(lock_);
    if (Parcel* const parcel = current_->parcel.get()) {
        parcel->sealed = parcel->first != spool_->open();
        if (!parcel->sealed) {
            parcel->bytes += spool_->appended();  // does not move: see Parcel
            parcel->records += records;
        }
    }
    drive();
}

void Forwarder::hand_over(const Orders& orders) {
    const bool nothing_waits = !has_lines();
    {
        const w32::Guard hold(lock_);
        statistics_.spooled_bytes = spool_->bytes();
        spooled_all_ = orders.seal && phase_ >= Phase::finishing && nothing_waits;
        if (Parcel* const parcel = current_->parcel.get())
            parcel->sealed = parcel->first != spool_->open();
        drive();
    }
    hand_over_segment();
    changed_.notify_all();
    tell(orders.sentences);
    tell(spool_->take_sentences());
}

void Forwarder::hand_over_segment() {
    std::uint64_t from = 0;
    {
        const w32::Guard hold(lock_);
        if (!wants_a_segment()) return;
        from = from_;
    }
    std::optional<Parcel> parcel = spool_->read(from);
    const w32::Guard hold(lock_);
    statistics_.spooled_bytes = spool_->bytes();
    statistics_.cut = spool_->cut();
    statistics_.quarantined = spool_->quarantined();
    // The disk may have taken its time, and the collector may have gone.
    if (!parcel || !wants_a_segment() || from_ != from) return;
    current_->parcel = std::make_unique<Parcel>(std::move(*parcel));
    drive();
}

void Forwarder::tell(std::vector<std::string> sentences) {
    if (options_.tell)
        for (const std::string& sentence : sentences) options_.tell(sentence);
}

MakeSubscriber forward_to(ForwardOptions options) {
    return [options = std::move(options)](w32::CompletionPort& port) {
        return std::make_unique<Forwarder>(port, options);
    };
}

}  // namespace syelog
