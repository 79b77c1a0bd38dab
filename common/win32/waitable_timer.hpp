// waitable_timer.hpp - a kernel object that becomes signaled when its time has come.
//
//     w32::WaitableTimer timer{w32::Reset::manual};
//     timer.start(20ms);
//     timer.wait();
//
// https://learn.microsoft.com/windows/win32/sync/waitable-timer-objects
#pragma once

#include "common/win32/event.hpp"

#include <chrono>

namespace w32 {

/// An unnamed timer, not running. Any thread may use it. A manual timer stays signaled until it is
/// started again; an automatic one is cleared by the wait it releases.
class WaitableTimer {
public:
    explicit WaitableTimer(Reset reset)
        : handle_(own(::CreateWaitableTimerW(nullptr, reset == Reset::manual, nullptr),
                      "CreateWaitableTimerW")) {}

    /// Clears the timer and lets it become signaled after `first`, then every `period` (0 = once).
    void start(std::chrono::milliseconds first,
               std::chrono::milliseconds period = std::chrono::milliseconds{0}) {
        LARGE_INTEGER due;
        due.QuadPart = -first.count() * 10'000;  // negative: from now on, in units of 100 ns
        check(::SetWaitableTimer(handle_.get(), &due, static_cast<LONG>(period.count()), nullptr,
                                 nullptr, FALSE),
              "SetWaitableTimer");
    }

    /// Stops the clock. A timer that is already signaled stays signaled.
    void cancel() { check(::CancelWaitableTimer(handle_.get()), "CancelWaitableTimer"); }

    /// Blocks until the timer is signaled; for ever if it was never started.
    void wait(std::source_location where = std::source_location::current()) {
        (void)w32::wait(handle_.get(), forever, where);
    }

    /// true: signaled; false: `limit` has passed first.
    [[nodiscard]] bool wait_for(Timeout limit,
                                std::source_location where = std::source_location::current()) {
        return w32::wait(handle_.get(), limit, where) == Waited::signaled;
    }

    HANDLE get() const noexcept { return handle_.get(); }

private:
    Handle handle_;
};

}  // namespace w32
