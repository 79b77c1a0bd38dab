// coalescer.cpp - collect, rest, wake all.
#include "chapters/11-syelog/daemon/coalescer.hpp"

#include "common/win32/platform.hpp"
#include "common/win32/wait.hpp"

namespace syelog {

Coalescer::Coalescer(std::chrono::milliseconds rest, std::function<void(Connection&)> wake)
    : rest_(rest),
      wake_(std::move(wake)),
      hurrying_(rest.count() == 0),
      by_time_out_(w32::running_under_wine()),
      timer_(w32::Reset::automatic, w32::Resolution::high) {
    if (!hurrying_) thread_ = w32::Thread("coalescer", [this] { run(); });
}

bool Coalescer::put(Connection& connection) {
    bool first = false;
    {
        const w32::Guard hold(lock_);
        if (hurrying_) return false;
        resting_.push_back(&connection);
        first = resting_.size() == 1;  // else the thread is up already
    }
    if (first) not_empty_.notify_one();
    return true;
}

void Coalescer::hurry() {
    {
        const w32::Guard hold(lock_);
        hurrying_ = true;
    }
    not_empty_.notify_one();
    hurried_.set();
}

void Coalescer::finish() {
    hurry();
    thread_.join();
}

void Coalescer::run() {
    std::vector<Connection*> woken;
    while (take(woken))
        for (Connection* const connection : woken) wake_(*connection);
}

// All that rest, after they have rested. False: nobody does, and nobody will.
bool Coalescer::take(std::vector<Connection*>& out) {
    {
        const w32::Guard hold(lock_);
        while (resting_.empty() && !hurrying_) not_empty_.wait(lock_);
        if (by_time_out_ && !hurrying_) (void)not_empty_.wait_for(lock_, rest_);
    }
    if (!by_time_out_) {
        timer_.start(rest_);
        const HANDLE either[] = {timer_.get(), hurried_.get()};
        (void)w32::wait_any(either, w32::forever);
    }
    out.clear();
    const w32::Guard hold(lock_);
    out.swap(resting_);
    return !out.empty();
}

}  // namespace syelog
