// random.hpp - random schedules, for programs that are too large for a search.
//
// RandomWalk lets any thread that can take the next step take it. Pct gives each thread a random
// priority and lowers it at a few random steps: a bug that needs d ordering constraints among k
// steps of n threads is found in one execution with a probability of at least 1 / (n * k^(d-1)). S.
// Burckhardt et al.: A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs, ASPLOS
// 2010.
#pragma once

#include "common/explore/engine/engine.hpp"

#include <array>
#include <vector>

namespace explore {

/// The same numbers for the same seed, on each system.
class RandomNumbers {
public:
    explicit RandomNumbers(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    /// From 0 to limit - 1.
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }

private:
    std::uint64_t state_;
};

class RandomWalk final : public Strategy {
public:
    explicit RandomWalk(std::uint64_t seed) : random_(seed) {}
    int choose(Engine& engine, int depth) override;
    bool next(Engine&) override { return true; }

private:
    RandomNumbers random_;
};

class Pct final : public Strategy {
public:
    /// `bug_depth`: the number of ordering constraints of the bugs to look for, at least 1.
    Pct(std::uint64_t seed, int bug_depth);
    int choose(Engine& engine, int depth) override;
    bool next(Engine& engine) override;

private:
    void begin();

    RandomNumbers random_;
    std::vector<int> changes_;  // steps at which the thread chosen last loses its priority
    int longest_ = 1;           // execution so far
    std::array<std::int64_t, kMaxThreads> priority_{};
    ThreadMask met_ = 0;
    int last_ = kNobody;
};

}  // namespace explore
