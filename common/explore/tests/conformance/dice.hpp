// dice.hpp - random numbers that are the same for the same seed everywhere.
#pragma once

#include "common/win32/windows.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace conformance {

// splitmix64: standard distributions differ between compilers.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    int below(int limit) {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return static_cast<int>((z ^ (z >> 31)) % static_cast<std::uint64_t>(limit));
    }
    bool chance(int percent) { return below(100) < percent; }
    int between(int least, int most) { return least + below(most - least + 1); }
    template <std::size_t N>
    LONG one_of(const std::array<LONG, N>& values) {
        return values[static_cast<std::size_t>(below(static_cast<int>(N)))];
    }

private:
    std::uint64_t state_;
};

}  // namespace conformance
