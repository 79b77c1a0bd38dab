// back_off.hpp - how long to wait before the next attempt: 50 ms, 100 ms, 200 ms, ... 5 s.
//
// A daemon that is being started is found soon, and one that stays away costs next to nothing.
#pragma once

#include <algorithm>
#include <chrono>

namespace syelog {

class BackOff {
public:
    static constexpr std::chrono::milliseconds kFirst{50};
    static constexpr std::chrono::milliseconds kLongest{5000};

    /// The wait that is due now; the next one is twice as long.
    std::chrono::milliseconds next() noexcept {
        const auto now = next_;
        next_ = std::min(2 * next_, kLongest);
        return now;
    }
    /// After a success.
    void reset() noexcept { next_ = kFirst; }

private:
    std::chrono::milliseconds next_ = kFirst;
};

}  // namespace syelog
