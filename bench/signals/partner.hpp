// partner.hpp - somebody who wakes whoever has woken him: a thread, or a process.
#pragma once

#include "bench/frame/clock.hpp"
#include "bench/signals/means.hpp"
#include "common/win32/event.hpp"
#include "common/win32/process.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <memory>
#include <optional>

namespace bench {

/// A thread that sleeps on one object of a kind and answers by another one.
template <class Means>
class Partner {
public:
    Partner() {
        mine_.belongs_to_me();
        thread_ = w32::Thread("wakes who has woken it", [this] { answer(); });
        ready_.wait();
    }
    ~Partner() {
        stop_ = true;
        its_.wake();
    }
    Partner(const Partner&) = delete;
    Partner& operator=(const Partner&) = delete;

    /// There and back.
    void round_trip() { wake_and_sleep(its_, mine_); }
    /// When the partner had woken up, in the last round trip: in ticks of clock.hpp.
    std::int64_t woken() const noexcept { return woken_; }

private:
    void answer() {
        its_.belongs_to_me();
        ready_.set();
        its_.sleep();
        while (!stop_) {
            // As the signal orders everything else, so this.
            woken_ = now_ticks();
            wake_and_sleep(mine_, its_);
        }
    }

    Means its_;
    Means mine_;
    w32::Event ready_{w32::Reset::manual};
    std::atomic<bool> stop_ = false;
    std::int64_t woken_ = 0;
    w32::Thread thread_;  // last: joined before the others go
};

/// A second process of this program. It is started once and lives as long as this one: a start is
/// not what is measured.
class PartnerProcess {
public:
    /// The command line of the second process ends with the name of its events.
    static constexpr wchar_t kSwitch[] = L"--partner=";

    PartnerProcess() {
        w32::ProcessOptions options;
        options.job = &job_;
        const std::wstring arguments[] = {kSwitch + tag_};
        process_ = w32::Process(w32::command_line(w32::this_program(), arguments), options);
        round_trip();
    }

    void round_trip() {
        there_.wake();
        const HANDLE either[] = {back_.event.get(), process_.get()};
        if (::WaitForMultipleObjects(2, either, FALSE, INFINITE) != WAIT_OBJECT_0)
            throw std::runtime_error("the second process has ended");
    }

    /// What the second process does until it is ended.
    static int answer(const std::wstring& tag) {
        EventMeans there(tag + L".there");
        EventMeans back(tag + L".back");
        for (;;) {
            there.sleep();
            back.wake();
        }
    }

private:
    std::wstring tag_ = L"Local\\workbook.bench." + std::to_wstring(::GetCurrentProcessId());
    EventMeans there_{tag_ + L".there"};
    EventMeans back_{tag_ + L".back"};
    w32::Job job_;  // ends the process with this object, whatever happens
    w32::Process process_;
};

}  // namespace bench
