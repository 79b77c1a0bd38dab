// bounded.cpp - depth-first under a budget of preemptions, with a memory for states.
#include "common/explore/search/bounded.hpp"

namespace explore {

int BoundedSearch::choose(Engine& engine, int depth) {
    const auto at = static_cast<std::size_t>(depth);
    if (states_.size() < at + 2) states_.resize(at + 64);
    int chosen;
    if (depth < replay_) {
        chosen = nodes_[at].chosen;
        if (!engine.can_replay(chosen, nodes_[at].step)) return kNobody;
        nodes_[at].step = engine.step_of(chosen);
        if (depth < replay_ - 1) {
            trail_.repeat(engine, depth);
            return chosen;
        }
    } else {
        chosen = choose_new(engine, depth);
        if (chosen == kNobody) return kNobody;
    }
    trail_.enter(engine, depth, chosen);
    states_[at + 1] = states_[at] + trail_.event_hash(depth);
    return chosen;
}

int BoundedSearch::choose_new(Engine& engine, int depth) {
    const ThreadMask enabled = engine.enabled();
    if (enabled == 0) {
        engine.nothing_enabled();
        return kNobody;
    }
    Node node;
    node.budget = depth == 0 ? bound_ : nodes_.back().budget;
    const int current = engine.current();
    const bool goes_on = (enabled & bit(current)) != 0;
    // Who could go on matters for what a switch costs; a thread that cannot is as good as any
    // other.
    const std::uint64_t state = states_[static_cast<std::size_t>(depth)] * 33 +
                                static_cast<std::uint64_t>(goes_on ? current + 1 : 0);
    if (std::popcount(enabled) > 1 && seen(state, node.budget)) {
        ++known_;
        return kNobody;
    }
    node.chosen = static_cast<std::int16_t>(goes_on ? current : first_of(enabled));
    node.left = enabled & ~bit(node.chosen);
    node.step = engine.step_of(node.chosen);
    if (goes_on && node.budget == 0 && node.left != 0) {
        node.left = 0;
        cut_ = true;
    }
    node.preempts = goes_on;
    nodes_.push_back(node);
    return node.chosen;
}

bool BoundedSearch::next(Engine&) {
    while (!nodes_.empty()) {
        Node& node = nodes_.back();
        if (node.left != 0) {
            node.chosen = static_cast<std::int16_t>(first_of(node.left));
            node.left &= node.left - 1;
            node.step = 0;
            if (node.preempts) --node.budget;
            node.preempts = false;  // paid for; the next choices at this step cost the same
            replay_ = static_cast<int>(nodes_.size());
            return true;
        }
        nodes_.pop_back();
    }
    return false;
}

// Enters the state; true if it was there already with as large a budget.
bool BoundedSearch::seen(std::uint64_t state, int budget) {
    if (seen_count_ * 2 >= seen_.size()) {
        std::vector<Seen> old(seen_.size() * 2);
        old.swap(seen_);
        seen_count_ = 0;
        for (const Seen& entry : old)
            if (entry.budget >= 0) (void)seen(entry.state, entry.budget);
    }
    std::size_t index = (state ^ (state >> 29)) & (seen_.size() - 1);
    while (seen_[index].budget >= 0 && seen_[index].state != state)
        index = (index + 1) & (seen_.size() - 1);
    Seen& entry = seen_[index];
    if (entry.budget >= budget) return true;
    if (entry.budget < 0) ++seen_count_;
    entry = {state, budget};
    return false;
}

}  // namespace explore
