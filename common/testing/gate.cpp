// gate.cpp - points are looked up by name; without a gate a point costs one load.
#include "common/testing/gate.hpp"

#include "common/testing/monitor.hpp"
#include "common/timeline/timeline.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>

namespace workbook {
namespace {

std::atomic<Gate*> current{nullptr};

}  // namespace

Gate::Gate() {
    Gate* nobody = nullptr;
    if (!current.compare_exchange_strong(nobody, this)) std::abort();  // two gates: a judge's bug
}

Gate::~Gate() {
    current = nullptr;
    const w32::Guard hold(monitor_lock());
    for (auto& [name, point] : points_) point.held = false;
    for (auto& [name, point] : points_) point.waiting.clear();
    monitor_changed();
}

void Gate::hold(const std::string& point) {
    const w32::Guard hold(monitor_lock());
    points_[point].held = true;
}

void Gate::open(const std::string& point) {
    const w32::Guard hold(monitor_lock());
    points_[point].held = false;
    points_[point].waiting.clear();
    monitor_changed();
}

void Gate::let_through(const std::string& point, unsigned long thread_id) {
    const w32::Guard hold(monitor_lock());
    std::erase(points_[point].waiting, thread_id);
    monitor_changed();
}

int Gate::arrivals(const std::string& point) const {
    const w32::Guard hold(monitor_lock());
    const auto found = points_.find(point);
    return found == points_.end() ? 0 : found->second.arrivals;
}

bool Gate::is_held(const std::string& point, unsigned long thread_id) const {
    const w32::Guard hold(monitor_lock());
    return holds_now(point, thread_id);
}

bool Gate::holds_now(const std::string& point, unsigned long thread_id) const {
    const auto found = points_.find(point);
    if (found == points_.end()) return false;
    const auto& waiting = found->second.waiting;
    return std::find(waiting.begin(), waiting.end(), thread_id) != waiting.end();
}

bool Gate::wait_for_arrivals(const std::string& point, int count, w32::Timeout limit) {
    return wait_until([&] { return points_[point].arrivals >= count; }, limit);
}

std::vector<std::string> Gate::points_seen() const {
    const w32::Guard hold(monitor_lock());
    return order_;
}

void pass_point(const char* name) {
    Gate* gate = current;
    if (gate == nullptr) return;
    const DWORD error = ::GetLastError();  // the point may stand between a call and its question
    const DWORD me = ::GetCurrentThreadId();
    {
        const w32::Guard hold(monitor_lock());
        if (current != gate) return;
        Gate::Point& point = gate->points_[name];
        if (point.arrivals++ == 0) gate->order_.push_back(name);
        if (point.held) point.waiting.push_back(me);
        monitor_changed();
    }
    const timeline::Wait held("the judge", std::source_location{});
    // A gate that has gone holds nobody; a new one at its address does not know this thread.
    (void)wait_until([&] { return current != gate || !gate->holds_now(name, me); }, w32::forever);
    ::SetLastError(error);
}

}  // namespace workbook
