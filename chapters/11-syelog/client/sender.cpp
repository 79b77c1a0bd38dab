// sender.cpp - the client's own thread: batches out of the queue, into the pipe.
//
//     wait for work -> connect -> take a batch -> write -> acknowledge -> (from the beginning)
//                         |                        |
//                         +-- failed: back off ----+   the batch is kept, and written again
//
// While nobody answers, nothing is taken out of the queue: its policy stays exact.
// Topics: S04
#include "chapters/11-syelog/client/client.hpp"

#include "common/win32/deadline.hpp"

namespace syelog {

void Client::run() {
    while (wait_for_work()) {
        if (!pipe_) {
            // No wait for a free instance here: it could not be interrupted.
            auto pipe = w32::PipeClient::open(options_.pipe.c_str(), std::chrono::milliseconds{0},
                                              {.access = w32::PipeAccess::inbound});
            if (pipe) pipe_ = std::move(*pipe);
        }
        if (pipe_) {
            take_batch();
            if (send()) {
                acknowledge();
                back_off_.reset();
                continue;
            }
            pipe_ = w32::PipeClient();  // it may hold the daemon's last instance
        }
        wait_to_retry();
    }
    give_up();
    pipe_ = w32::PipeClient();
}

// Blocks until something shall be sent. False: there is nothing left, or no time.
bool Client::wait_for_work() {
    const w32::Guard hold(lock_);
    bool over = false;  // what waits is as old as it may become
    for (;;) {
        if (abandoned_) return false;
        if (batch_records_ != 0) return true;  // the batch that failed
        if (!queue_.empty() && (over || closing_ || must_send())) return true;
        if (closing_) return false;
        if (queue_.empty() && over) {
            // Not one record in all that time: only now is it worth a system call to be woken.
            sender_state_ = Sender::asleep;
            work_.wait(lock_);
            collecting_since_ = ::GetTickCount64();
            over = false;
        } else {
            sender_state_ = Sender::collecting;
            over = is_time_over();
        }
        sender_state_ = Sender::busy;
    }
}

// Waits until what has come since the last batch was taken is old enough. False: woken before.
bool Client::is_time_over() {
    const auto age = std::chrono::milliseconds(::GetTickCount64() - collecting_since_);
    return age >= options_.batch_age || !work_.wait_for(lock_, options_.batch_age - age);
}

void Client::take_batch() {
    const ULONGLONG now = ::GetTickCount64();
    {
        const w32::Guard hold(lock_);
        if (batch_records_ != 0) return;  // the one that was not taken goes first
        batch_begin_ = queue_.begin();
        batch_bytes_ = 0;
        if (unreported_ != 0 && options_.when_full == WhenFull::drop_oldest) {
            Text text;
            batch_bytes_ = copy(report(text), batch_.get());
            batch_records_ = 1;
        }
        const std::uint64_t most =
            options_.one_record_per_write ? 1 - batch_records_ : RecordQueue::kAll;
        const auto rest = std::span(batch_.get(), kMaxBatchBytes).subspan(batch_bytes_);
        const RecordQueue::Taken taken = queue_.take(rest, most);
        batch_bytes_ += taken.bytes;
        batch_records_ += taken.records;
        // There is room now, and perhaps nobody comes who would report it.
        if (report_is_due() && has_room(0)) push_report();
        if (queue_.empty()) urgent_ = false;
        collecting_since_ = now;
    }
    moved_.notify_all();
}

// Ends when the daemon has taken the batch, or has gone, or close() waits no longer. There is no
// other limit: to give a write up and to make it again would only put it to the same daemon.
bool Client::send() {
    const auto data = std::span<const std::byte>(batch_.get(), batch_bytes_);
    const w32::IoStarted started = w32::start_write(pipe_.get(), data, request_.raw());
    switch (started.how) {
        case w32::Io::done: return true;
        case w32::Io::failed: return false;
        case w32::Io::pending: break;
    }
    const HANDLE either[] = {request_.event(), give_up_.get()};
    if (w32::wait_any(either, w32::forever).index != 0)
        (void)w32::cancel(pipe_.get(), request_.raw());
    // Also after a cancellation: the daemon may have been quicker, and then it has the batch.
    return request_.finish(pipe_.get()).ok();
}

void Client::acknowledge() {
    {
        const w32::Guard hold(lock_);
        acknowledged_ += batch_records_;
        batch_records_ = 0;
    }
    moved_.notify_all();
}

void Client::wait_to_retry() {
    const auto delay = back_off_.next();
    if (options_.instead_of_waiting) {
        options_.instead_of_waiting(delay);
        return;
    }
    const w32::Deadline deadline(delay);
    const w32::Guard hold(lock_);
    const bool was_closing = closing_;  // close() is a reason to try once more at once
    while (!abandoned_ && closing_ == was_closing && !deadline.passed())
        (void)work_.wait_for(lock_, deadline.left());
}

// What nobody has taken is lost.
void Client::give_up() {
    {
        const w32::Guard hold(lock_);
        left_behind_ = batch_records_ + (queue_.end() - queue_.begin());
        lost_ += left_behind_;
        batch_records_ = 0;
        while (!queue_.empty()) queue_.drop_oldest();
    }
    moved_.notify_all();
}

}  // namespace syelog
