// deadline.hpp - one limit that several waits share.
//
//     const w32::Deadline deadline(50ms);
//     while (!ready && !deadline.passed()) (void)changed.wait_for(lock, deadline.left());
//
// A wait on a condition may end early, and has to be made again: with what is left of the limit, or
// a thread that is woken often enough would wait for ever.
#pragma once

#include "common/win32/timeout.hpp"

#include <algorithm>

namespace w32 {

/// Begins with its construction. Within a tick of the system's clock (10 to 16 ms).
class Deadline {
public:
    explicit Deadline(Timeout limit) noexcept : limit_(limit), begin_(::GetTickCount64()) {}

    bool passed() const noexcept { return !limit_.is_infinite() && used() >= limit_.ms(); }
    /// Infinite if the limit is; else 0 from the moment that passed().
    Timeout left() const noexcept {
        if (limit_.is_infinite()) return limit_;
        return std::chrono::milliseconds(limit_.ms() - std::min<ULONGLONG>(used(), limit_.ms()));
    }

private:
    ULONGLONG used() const noexcept { return ::GetTickCount64() - begin_; }

    Timeout limit_;
    ULONGLONG begin_;
};

}  // namespace w32
