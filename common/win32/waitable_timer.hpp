// waitable_timer.hpp - a kernel object that becomes signaled when its time has come.
//
//     w32::WaitableTimer timer{w32::Reset::manual};
//     timer.start(20ms);
//     timer.wait();
//
// https://learn.microsoft.com/windows/win32/sync/waitable-timer-objects
#pragma once

#include "common/win32/compat.hpp"
#include "common/win32/event.hpp"

#include <chrono>

namespace w32 {

/// How exactly a timer keeps its time: normal, within a tick of the system's clock (often 15.6 ms),
/// or high, within half a millisecond, at the price of more interrupts.
enum class Resolution { normal, high };

/// An unnamed timer, not running. Any thread may use it. A manual timer stays signaled until it is
/// started again; an automatic one is cleared by the wait it releases.
class WaitableTimer {
public:
    /// High resolution needs Windows 10 1803; an older system refuses it with Error 87.
    explicit WaitableTimer(Reset reset, Resolution resolution = Resolution::normal)
        : handle_(own(
              ::CreateWaitableTimerExW(
                  nullptr, nullptr,
                  (reset == Reset::manual ? CREATE_WAITABLE_TIMER_MANUAL_RESET : 0U) |
                      (resolution == Resolution::high ? CREATE_WAITABLE_TIMER_HIGH_RESOLUTION : 0U),
                  TIMER_ALL_ACCESS),
              "CreateWaitableTimerExW")) {}

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
