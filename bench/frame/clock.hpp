// clock.hpp - one clock for all threads: QueryPerformanceCounter, in steps of 100 ns as a rule.
//
//     const std::int64_t begin = bench::now_ticks();
//     ...
//     const double ns = bench::ns_since(begin);
//
// https://learn.microsoft.com/windows/win32/sysinfo/acquiring-high-resolution-time-stamps
#pragma once

#include "common/win32/windows.hpp"

#include <cstdint>

namespace bench {

inline std::int64_t now_ticks() noexcept {
    LARGE_INTEGER now;
    ::QueryPerformanceCounter(&now);
    return now.QuadPart;
}

/// Constant while Windows runs; asked once, before any thread of a round.
inline const double kNsPerTick = [] {
    LARGE_INTEGER frequency;
    ::QueryPerformanceFrequency(&frequency);
    return 1e9 / static_cast<double>(frequency.QuadPart);
}();

inline double ns_between(std::int64_t begin, std::int64_t end) noexcept {
    return static_cast<double>(end - begin) * kNsPerTick;
}
inline double ns_since(std::int64_t begin) noexcept { return ns_between(begin, now_ticks()); }

/// In steps of the clock, for a histogram: those are exact.
inline std::uint64_t ticks_between(std::int64_t begin, std::int64_t end) noexcept {
    return end > begin ? static_cast<std::uint64_t>(end - begin) : 0;
}

}  // namespace bench
