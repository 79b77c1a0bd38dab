// timeout.hpp - how long a wait may take: std::chrono outside, DWORD milliseconds inside.
#pragma once

#include "common/win32/windows.hpp"

#include <chrono>

namespace w32 {

/// A limit for a wait. Converts from any std::chrono duration: `w32::wait(handle, 50ms)`.
/// Below zero counts as zero; fractions of a millisecond are rounded up; a limit that does not
/// fit is cut to the longest finite one (49.7 days), never turned into "for ever" by accident.
class Timeout {
public:
    template <class Rep, class Period>
    constexpr Timeout(std::chrono::duration<Rep, Period> limit) noexcept
        : ms_(clamp(std::chrono::ceil<std::chrono::milliseconds>(limit).count())) {}

    /// No limit.
    static constexpr Timeout infinite() noexcept { return Timeout{}; }

    constexpr DWORD ms() const noexcept { return ms_; }
    constexpr bool is_infinite() const noexcept { return ms_ == INFINITE; }

private:
    constexpr Timeout() noexcept : ms_(INFINITE) {}
    static constexpr DWORD clamp(long long ms) noexcept {
        if (ms < 0) return 0;
        return ms >= static_cast<long long>(INFINITE) ? INFINITE - 1 : static_cast<DWORD>(ms);
    }

    DWORD ms_;
};

inline constexpr Timeout forever = Timeout::infinite();

}  // namespace w32
