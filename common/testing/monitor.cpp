// monitor.cpp - a lock and a condition variable, shared by ledger and gate.
#include "common/testing/monitor.hpp"

namespace workbook {
namespace {

w32::SrwLock the_lock;
w32::ConditionVariable changed;

}  // namespace

w32::SrwLock& monitor_lock() { return the_lock; }

void monitor_changed() { changed.notify_all(); }

bool wait_until(const std::function<bool()>& condition, w32::Timeout limit,
                std::source_location where) {
    const ULONGLONG start = ::GetTickCount64();
    const w32::Guard hold(the_lock);
    while (!condition()) {
        if (limit.is_infinite()) {
            changed.wait(the_lock, where);
            continue;
        }
        const ULONGLONG used = ::GetTickCount64() - start;
        if (used >= limit.ms()) return false;
        (void)changed.wait_for(the_lock, std::chrono::milliseconds(limit.ms() - used), where);
    }
    return true;
}

}  // namespace workbook
