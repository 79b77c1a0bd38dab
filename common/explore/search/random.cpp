// random.cpp - two ways to throw dice.
#include "common/explore/search/random.hpp"

#include <algorithm>

namespace explore {

std::uint64_t RandomNumbers::next() {  // SplitMix64, S. Vigna
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

int RandomWalk::choose(Engine& engine, int) {
    ThreadMask enabled = engine.enabled();
    if (enabled == 0) {
        engine.nothing_enabled();
        return kNobody;
    }
    for (auto skip = random_.below(static_cast<std::uint64_t>(std::popcount(enabled))); skip > 0;
         --skip)
        enabled &= enabled - 1;
    return first_of(enabled);
}

Pct::Pct(std::uint64_t seed, int bug_depth)
    : random_(seed), changes_(static_cast<std::size_t>(std::max(bug_depth, 1) - 1)) {
    begin();
}

void Pct::begin() {
    met_ = 0;
    last_ = kNobody;
    for (int& change : changes_)
        change = static_cast<int>(random_.below(static_cast<std::uint64_t>(longest_)));
}

int Pct::choose(Engine& engine, int depth) {
    const ThreadMask enabled = engine.enabled();
    if (enabled == 0) {
        engine.nothing_enabled();
        return kNobody;
    }
    for (ThreadMask fresh = enabled & ~met_; fresh != 0; fresh &= fresh - 1)
        priority_[static_cast<std::size_t>(first_of(fresh))] =
            static_cast<std::int64_t>(random_.below(1'000'000)) + 1;
    met_ |= enabled;
    for (std::size_t i = 0; i < changes_.size(); ++i)
        if (changes_[i] == depth && last_ != kNobody)
            priority_[static_cast<std::size_t>(last_)] = -static_cast<std::int64_t>(i) - 1;
    int best = first_of(enabled);
    for (ThreadMask left = enabled; left != 0; left &= left - 1)
        if (priority_[static_cast<std::size_t>(first_of(left))] >
            priority_[static_cast<std::size_t>(best)])
            best = first_of(left);
    return last_ = best;
}

bool Pct::next(Engine& engine) {
    longest_ = std::max(longest_, engine.depth());
    begin();
    return true;
}

}  // namespace explore
