// full.hpp - depth-first search of every schedule, without any reduction.
//
// What the other searches are compared with.
#pragma once

#include "common/explore/search/trail.hpp"

namespace explore {

class FullSearch final : public Strategy {
public:
    int choose(Engine& engine, int depth) override;
    bool next(Engine& engine) override;

    /// The steps of the execution that has just ended, if record_trail was set before the first.
    const Trail& trail() const { return trail_; }
    bool record_trail = false;

private:
    int choose_new(Engine& engine);
    struct Node {
        ThreadMask left = 0;  // not tried yet
        std::int16_t chosen = 0;
        std::uint64_t step = 0;  // what the chosen thread does; 0: not known yet
    };
    int replay_ = 0;  // steps that the next execution takes as before
    std::vector<Node> nodes_;
    Trail trail_;
};

}  // namespace explore
