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
    constexpr Timeout(std::chrono::duration<Rep, Period> limit) noexcept : ms_(to_ms(limit)) {}

    /// No limit.
    static constexpr Timeout infinite() noexcept { return Timeout{}; }

    constexpr DWORD ms() const noexcept { return ms_; }
    constexpr bool is_infinite() const noexcept { return ms_ == INFINITE; }

private:
    constexpr Timeout() noexcept : ms_(INFINITE) {}

    template <class Rep, class Period>
    static constexpr DWORD to_ms(std::chrono::duration<Rep, Period> limit) noexcept {
        // As double first: hours::max() in milliseconds overflows every integer, and the wait for
        // "practically for ever" would be none at all.
        const std::chrono::duration<double, std::milli> rough = limit;
        if (rough.count() <= 0) return 0;
        if (rough.count() >= static_cast<double>(INFINITE - 1)) return INFINITE - 1;
        return static_cast<DWORD>(std::chrono::ceil<std::chrono::milliseconds>(limit).count());
    }

    DWORD ms_;
};

inline constexpr Timeout forever = Timeout::infinite();

}  // namespace w32
