// monitor.hpp - the one lock behind a judge's bookkeeping (ledger and gate), and its wake-up.
//
// One lock for both, so that a judge can wait for "the thread has reached the point, or has
// finished, or waits for a lock" in a single step. It is never held while the lab's code runs.
#pragma once

#include "common/win32/condition_variable.hpp"

#include <functional>

namespace workbook {

/// Guards every ledger and gate of the process.
w32::SrwLock& monitor_lock();

/// Wakes all that wait in wait_until(). Call it after each change, lock held or not.
void monitor_changed();

/// Blocks until `condition` holds; it is evaluated with the monitor's lock held. false: `limit` has
/// passed and it still does not hold.
bool wait_until(const std::function<bool()>& condition, w32::Timeout limit,
                std::source_location where = std::source_location::current());

}  // namespace workbook
