// client.cpp - the callers' side: into the queue, and what happens when it is full. The thread that
// empties it: sender.cpp.
#include "chapters/11-syelog/client/client.hpp"

#include "common/win32/deadline.hpp"
#include "common/win32/text.hpp"

namespace syelog {
namespace {

constexpr std::size_t kMinQueueBytes = 16 * 1024;

// "18446744073709551615 records were dropped", packed: what has to fit besides the record itself.
constexpr std::size_t kReportBytes = kHeaderBytes + 20 + 22 + kTail.size();

w32::PipeClient connect(const ClientOptions& options) {
    auto pipe = w32::PipeClient::open(options.pipe.c_str(), options.patience,
                                      {.access = w32::PipeAccess::inbound});
    const DWORD error = ::GetLastError();
    if (!pipe)
        throw NoDaemon("No syelog daemon answers on " + w32::to_utf8(options.pipe) + " (" +
                       w32::describe(error) + ").");
    return std::move(*pipe);
}

}  // namespace

Client::Client(ClientOptions options)
    : options_(std::move(options)),
      pipe_(options_.connect_later ? w32::PipeClient() : connect(options_)),
      batch_(std::make_unique_for_overwrite<std::byte[]>(kMaxBatchBytes)),
      queue_(std::max(options_.queue_bytes, kMinQueueBytes)),
      sender_("syelog client", [this] { run(); }) {}

Client::~Client() { (void)close(options_.close_limit); }

bool Client::write(Severity severity, std::string_view text, bool terminate) {
    const Packed record = pack(options_.facility, severity, process_id_, text, terminate);
    bool wake = false;
    {
        const w32::Guard hold(lock_);
        if (closing_ || !make_room(record.header.bytes)) {
            ++lost_;
            return false;
        }
        if (report_is_due()) push_report();
        queue_.push(record);
        urgent_ = urgent_ || severity <= Severity::error;
        wake = should_wake_sender();
    }
    if (wake) work_.notify_one();
    return true;
}

bool Client::has_room(std::size_t bytes) const {
    return queue_.fits(bytes + (report_is_due() ? kReportBytes : 0));
}

// False: the record that has come is dropped.
bool Client::make_room(std::size_t bytes) {
    if (has_room(bytes)) return true;
    urgent_ = true;
    if (should_wake_sender()) work_.notify_one();
    switch (options_.when_full) {
        case WhenFull::block: {
            const w32::Deadline deadline(options_.write_limit);
            while (!closing_ && !has_room(bytes) && !deadline.passed())
                (void)moved_.wait_for(lock_, deadline.left());
            if (closing_) return false;
            if (has_room(bytes)) return true;
            break;
        }
        case WhenFull::drop_newest: break;
        case WhenFull::drop_oldest:
            for (; !has_room(bytes); ++lost_, ++unreported_) queue_.drop_oldest();
            return true;
    }
    ++unreported_;
    return false;
}

// Where the oldest are missing, the report comes first of all, in a batch of the sender's. Else it
// comes behind those that were there before, and before those that follow.
bool Client::report_is_due() const {
    return unreported_ != 0 && options_.when_full != WhenFull::drop_oldest;
}

Packed Client::report(Text& text) {
    text.add(unreported_, unreported_ == 1 ? " record was dropped" : " records were dropped");
    unreported_ = 0;
    return pack(options_.facility, Severity::warning, process_id_, text.view());
}

void Client::push_report() {
    Text text;
    queue_.push(report(text));
}

bool Client::must_send() const {
    return urgent_ || options_.one_record_per_write || flush_up_to_ > settled() ||
           queue_.bytes() > kMaxBatchBytes;
}

// True: the caller wakes the sender, and nobody else needs to. Waking is a system call, and the
// dearest thing that may happen to whoever logs.
bool Client::should_wake_sender() {
    switch (sender_state_) {
        case Sender::asleep: break;
        case Sender::collecting:
            if (!must_send()) return false;
            break;
        case Sender::busy: return false;
    }
    sender_state_ = Sender::busy;
    return true;
}

// The position up to which nothing waits any more. What is being sent is older than all that waits.
std::uint64_t Client::settled() const {
    return batch_records_ != 0 ? batch_begin_ : queue_.begin();
}

bool Client::flush(w32::Timeout limit) {
    const w32::Deadline deadline(limit);
    const w32::Guard hold(lock_);
    const std::uint64_t mine = queue_.end();
    const std::uint64_t lost_before = lost_;
    flush_up_to_ = std::max(flush_up_to_, mine);
    if (settled() < mine && should_wake_sender()) work_.notify_one();
    while (settled() < mine) {
        if (deadline.passed()) return false;
        (void)moved_.wait_for(lock_, deadline.left());
    }
    return lost_ == lost_before;
}

bool Client::close(w32::Timeout limit) {
    {
        const w32::Guard hold(lock_);
        closing_ = true;
    }
    work_.notify_one();
    moved_.notify_all();  // who waits for room gets none
    if (!sender_.join_for(limit)) {
        {
            const w32::Guard hold(lock_);
            abandoned_ = true;
        }
        give_up_.set();
        work_.notify_one();
        sender_.join();
    }
    const w32::SharedGuard hold(lock_);
    return left_behind_ == 0;
}

std::uint64_t Client::acknowledged() const {
    const w32::SharedGuard hold(lock_);
    return acknowledged_;
}

std::uint64_t Client::lost() const {
    const w32::SharedGuard hold(lock_);
    return lost_;
}

}  // namespace syelog
