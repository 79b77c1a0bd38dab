// dpor.cpp - which thread goes next, and which of the planned branches comes after this execution.
#include "common/explore/search/dpor.hpp"

namespace explore {
namespace {

bool dependent(const Operation& a, const Operation& b) {
    for (const Object* x : a)
        for (const Object* y : b)
            if (x == y && (writes(a, *x) || writes(b, *y))) return true;
    return false;
}

}  // namespace

void Dpor::begin() {
    cut_ = false;
    replay_ = 0;
    next_sleep_ = 0;
    redundant_ = 0;
    trail_.clear();
    tree_.clear();
    carried_ = {};
    nodes_.clear();
    races_.clear();
}

int Dpor::choose(Engine& engine, int depth) {
    if (depth >= replay_) return choose_new(engine, depth);
    Node& node = nodes_[at(depth)];
    if (!engine.can_replay(node.chosen, node.step)) return kNobody;
    node.step = engine.step_of(node.chosen);
    if (depth < replay_ - 1)
        trail_.repeat(engine, depth);
    else
        enter(engine, depth, node.chosen);
    return node.chosen;
}

int Dpor::choose_new(Engine& engine, int depth) {
    const ThreadMask enabled = engine.enabled();
    if (enabled == 0) {
        engine.nothing_enabled();
        return kNobody;
    }
    Node node;
    node.sleep = next_sleep_;
    if (!carried_.empty()) {
        const std::int32_t branch = tree_.take_first(carried_);
        node.chosen = tree_[branch].thread;
        node.step = tree_[branch].step;
        node.pending = carried_;
        carried_ = tree_[branch].children;
        tree_.release(branch);
        if (!engine.can_replay(node.chosen, node.step)) return kNobody;
    } else {
        const ThreadMask candidates = enabled & ~node.sleep;
        if (candidates == 0) {
            cut_ = true;
            return kNobody;
        }
        const int current = engine.current();
        node.chosen = static_cast<std::int16_t>(
            (candidates & bit(current)) != 0 ? current : first_of(candidates));
        if (engine.quiescent()) {  // who goes on in vain, or times out, first: each is a case of
                                   // its own
            Footprint everything;
            everything.everything = true;
            for (ThreadMask left = candidates & ~bit(node.chosen); left != 0; left &= left - 1)
                tree_.append(node.pending, tree_.make(first_of(left), everything, 0));
        }
    }
    node.step = engine.step_of(node.chosen);
    nodes_.push_back(node);
    enter(engine, depth, node.chosen);
    return node.chosen;
}

void Dpor::enter(Engine& engine, int depth, int thread) {
    Node& node = nodes_[at(depth)];
    races_.resize(
        at(depth == 0 ? 0 : nodes_[at(depth - 1)].first_race + nodes_[at(depth - 1)].races));
    node.first_race = static_cast<std::int32_t>(races_.size());
    next_sleep_ = still_asleep(engine, node, thread);
    const Operation& operation = engine.thread(thread).pending;
    trail_.enter(engine, depth, thread);
    // Also for a wait that ends late: it could have ended well before a step that took what it
    // waits for.
    node.races = find_races(engine, operation, depth);
}

ThreadMask Dpor::still_asleep(Engine& engine, const Node& node, int thread) const {
    if (engine.quiescent()) return 0;
    ThreadMask asleep = 0;
    const Operation& step = engine.thread(thread).pending;
    for (ThreadMask left = (node.sleep | node.explored) & ~bit(thread); left != 0;
         left &= left - 1) {
        const int other = first_of(left);
        if (!dependent(engine.thread(other).pending, step)) asleep |= bit(other);
    }
    return asleep;
}

bool Dpor::next(Engine& engine) {
    if (cut_) {
        cut_ = false;
        ++redundant_;
    } else {
        plan_all(engine);
    }
    while (!nodes_.empty()) {
        Node& node = nodes_.back();
        node.explored |= bit(node.chosen);
        if (!node.pending.empty()) {
            const std::int32_t branch = tree_.take_first(node.pending);
            node.chosen = tree_[branch].thread;
            node.step = tree_[branch].step;
            carried_ = tree_[branch].children;
            tree_.release(branch);
            replay_ = static_cast<int>(nodes_.size());
            return true;
        }
        nodes_.pop_back();
    }
    return false;
}

double Dpor::progress() const {
    // Each node's planned branches are taken to be equally large.
    double done = 0, share = 1;
    for (const Node& node : nodes_) {
        const int explored = std::popcount(node.explored);
        int planned = 1;
        for (std::int32_t i = node.pending.first; i >= 0; ++planned)
            i = const_cast<WakeupTree&>(tree_)[i].next;
        share /= explored + planned;
        done += share * explored;
    }
    return nodes_.empty() ? 1 : done;
}

}  // namespace explore
