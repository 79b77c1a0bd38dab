// full.cpp - the schedules in lexical order; the thread that runs goes on first.
#include "common/explore/search/full.hpp"

namespace explore {

int FullSearch::choose(Engine& engine, int depth) {
    int chosen;
    if (depth < replay_) {
        Node& node = nodes_[static_cast<std::size_t>(depth)];
        chosen = node.chosen;
        if (!engine.can_replay(chosen, node.step)) return kNobody;
        if (node.step == 0) node.step = engine.step_of(chosen);
    } else {
        chosen = choose_new(engine);
        if (chosen == kNobody) return kNobody;
    }
    if (record_trail) trail_.enter(engine, depth, chosen);
    return chosen;
}

int FullSearch::choose_new(Engine& engine) {
    const ThreadMask enabled = engine.enabled();
    if (enabled == 0) {
        engine.nothing_enabled();
        return kNobody;
    }
    const int current = engine.current();
    const int chosen = (enabled & bit(current)) != 0 ? current : first_of(enabled);
    nodes_.push_back(
        {enabled & ~bit(chosen), static_cast<std::int16_t>(chosen), engine.step_of(chosen)});
    return chosen;
}

bool FullSearch::next(Engine&) {
    while (!nodes_.empty()) {
        Node& node = nodes_.back();
        if (node.left != 0) {
            node.chosen = static_cast<std::int16_t>(first_of(node.left));
            node.left &= node.left - 1;
            node.step = 0;
            replay_ = static_cast<int>(nodes_.size());
            return true;
        }
        nodes_.pop_back();
    }
    return false;
}

}  // namespace explore
