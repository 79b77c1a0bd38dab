// full.hpp - depth-first search of every schedule, without any reduction.
//
// What the other searches are compared with. With a bound it tries only schedules with at most so
// many preemptions (a switch away from a thread that could have gone on), as CHESS does.
// M. Musuvathi et al.: Finding and Reproducing Heisenbugs in Concurrent Programs, OSDI 2008.
#pragma once

#include "common/explore/search/trail.hpp"

namespace explore {

inline constexpr int kUnbounded = 1'000'000;

class FullSearch final : public Strategy {
public:
    explicit FullSearch(int preemptions = kUnbounded) : bound_(preemptions) {}

    int choose(Engine& engine, int depth) override;
    bool next(Engine& engine) override;

    /// True if a schedule was left out because of the bound.
    bool cut() const { return cut_; }
    /// The steps of the execution that has just ended, if record_trail was set before the first.
    const Trail& trail() const { return trail_; }
    bool record_trail = false;

private:
    int choose_new(Engine& engine, int depth);
    struct Node {
        ThreadMask left = 0;  // not tried yet
        std::int16_t chosen = 0;
        bool preempts = false;    // any other choice takes the turn from a thread that could go on
        std::int32_t budget = 0;  // preemptions left after this step
    };
    int bound_;
    int replay_ = 0;  // steps that the next execution takes as before
    bool cut_ = false;
    std::vector<Node> nodes_;
    Trail trail_;
};

}  // namespace explore
