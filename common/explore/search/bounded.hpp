// bounded.hpp - every schedule with at most so many preemptions.
//
// Most bugs need one or two preemptions, so this finds them where the whole search would take too
// long. Two prefixes of one trace that end in the same thread lead to the same state: the second
// one is not followed, unless it has more preemptions left than the first had (CHESS calls it
// happens-before caching). Partial-order reduction by races does not combine with a bound as it is:
// the schedule that it plans may be one that the bound forbids. M. Musuvathi, S. Qadeer: Iterative
// Context Bounding, PLDI 2007; Partial-Order Reduction for Context-Bounded State Exploration,
// MSR-TR-2007-12.
#pragma once

#include "common/explore/search/trail.hpp"

#include <vector>

namespace explore {

class BoundedSearch final : public Strategy {
public:
    explicit BoundedSearch(int preemptions) : bound_(preemptions) {}

    int choose(Engine& engine, int depth) override;
    bool next(Engine& engine) override;

    /// True if a schedule was left out because of the bound: the program has more.
    bool cut() const { return cut_; }
    /// Executions that were given up because their state was known.
    std::uint64_t known() const { return known_; }

private:
    struct Node {
        ThreadMask left = 0;  // not tried yet
        std::int16_t chosen = 0;
        std::uint64_t step = 0;   // what the chosen thread does; 0: not known yet
        bool preempts = false;    // any other choice takes the turn from a thread that could go on
        std::int32_t budget = 0;  // preemptions left after this step
    };
    // What has been seen: hashes with the budget they were seen with. Open addressing.
    struct Seen {
        std::uint64_t state = 0;
        std::int32_t budget = -1;
    };
    int choose_new(Engine& engine, int depth);
    bool seen(std::uint64_t state, int budget);

    int bound_;
    int replay_ = 0;  // steps that the next execution takes as before
    bool cut_ = false;
    std::uint64_t known_ = 0;
    std::vector<Node> nodes_;
    std::vector<Seen> seen_ = std::vector<Seen>(1024);
    std::size_t seen_count_ = 0;
    Trail trail_;
    std::vector<std::uint64_t> states_;  // of each prefix
};

}  // namespace explore
