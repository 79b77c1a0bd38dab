// client.cpp - batches on one side of the lock, the pipe on the other.
#include "chapters/11-syelog/client/client.hpp"

#include "common/win32/text.hpp"

#include <algorithm>

namespace syelog {
namespace {

constexpr std::size_t kMaxBatches = 4;

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
      pipe_(connect(options_)),
      sender_("syelog client", [this] { run(); }) {}

Client::~Client() {
    {
        const w32::Guard hold(lock_);
        closing_ = true;
    }
    work_.notify_one();
    sender_.join();
}

void Client::write(Severity severity, std::string_view text, bool terminate) {
    Record record{.facility = options_.facility,
                  .severity = severity,
                  .process_id = ::GetCurrentProcessId(),
                  .occurred = {},
                  .terminate = terminate,
                  .text = text};
    ::GetSystemTimeAsFileTime(&record.occurred);
    const std::string bytes = encode(record);
    bool wake = false;
    {
        const w32::Guard hold(lock_);
        while (needs_new_batch(bytes.size()) && batches_.size() >= kMaxBatches) moved_.wait(lock_);
        if (needs_new_batch(bytes.size())) {
            batches_.push_back({});
            batches_.back().bytes.reserve(kMaxBatchBytes);
            batches_.back().begun = ::GetTickCount64();
            wake = true;  // the batch before is full now, or the age of this one must be watched
        }
        batches_.back().bytes += bytes;
        ++batches_.back().records;
        ++written_;
    }
    if (wake) work_.notify_one();
}

bool Client::needs_new_batch(std::size_t bytes) const {
    return batches_.empty() || batches_.back().bytes.size() + bytes > kMaxBatchBytes;
}

bool Client::flush() {
    const w32::Guard hold(lock_);
    const std::uint64_t mine = written_;
    flush_up_to_ = std::max(flush_up_to_, mine);
    work_.notify_one();
    while (acknowledged_ + lost_ < mine) moved_.wait(lock_);
    return lost_ == 0;
}

std::uint64_t Client::acknowledged() const {
    const w32::SharedGuard hold(lock_);
    return acknowledged_;
}

std::uint64_t Client::lost() const {
    const w32::SharedGuard hold(lock_);
    return lost_;
}

void Client::run() {
    Batch batch;
    while (take_batch(batch)) {
        const bool taken = send(batch.bytes);
        {
            const w32::Guard hold(lock_);
            (taken ? acknowledged_ : lost_) += batch.records;
        }
        moved_.notify_all();
    }
}

// The oldest batch, when it is time to send it. False: the client is being destroyed, all is sent.
bool Client::take_batch(Batch& out) {
    const w32::Guard hold(lock_);
    for (;;) {
        if (batches_.empty()) {
            if (closing_) return false;
            work_.wait(lock_);
            continue;
        }
        const bool asked = closing_ || flush_up_to_ > acknowledged_ + lost_;
        const auto age = std::chrono::milliseconds(::GetTickCount64() - batches_.front().begun);
        if (batches_.size() > 1 || asked || age >= options_.batch_age) break;
        (void)work_.wait_for(lock_, options_.batch_age - age);
    }
    out = std::move(batches_.front());
    batches_.pop_front();
    moved_.notify_all();  // there is room again
    return true;
}

// Once more on a new connection, if the daemon has been restarted meanwhile. That cannot duplicate
// a record: the daemon reads whole writes (record.hpp, Decoder::space), so a write that failed has
// not been read, not even in part.
bool Client::send(const std::string& bytes) {
    if (send_once(bytes)) return true;
    try {
        pipe_ = w32::PipeClient();  // the old end first: it may hold the daemon's last instance
        pipe_ = connect(options_);
        return send_once(bytes);
    } catch (const NoDaemon&) {
        return false;
    }
}

bool Client::send_once(const std::string& bytes) {
    if (!pipe_) return false;
    const auto data = std::as_bytes(std::span(bytes));
    const auto done = w32::write_within(pipe_.get(), data, options_.patience);
    return done && done->ok() && done->bytes == bytes.size();
}

}  // namespace syelog
