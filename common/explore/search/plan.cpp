// plan.cpp - plans executions in which a race is reversed.
//
// For a race between `earlier` and `later` the sequence to plan is: every step after `earlier` that
// does not happen after it, and then `later`. It is planned at the node before `earlier`, unless a
// thread that sleeps there could begin it, or a branch planned there already leads to it.
#include "common/explore/search/dpor.hpp"

#include <algorithm>

namespace explore {

void Dpor::plan_all(Engine& engine) {
    const int size = trail_.size();
    for (int event = 0; event < size; ++event)
        for (int i = 0; i < nodes_[at(event)].races; ++i)
            plan(engine, races_[at(nodes_[at(event)].first_race + i)], event);
    // Steps that never came, because their threads are stuck or the execution was ended, race as
    // well.
    for (ThreadMask left = engine.running(); left != 0; left &= left - 1) {
        const int thread = first_of(left);
        if (!engine.has_next_step(thread)) continue;
        const std::size_t kept = races_.size();
        const int event = trail_.sketch(engine, thread);
        const int count = find_races(engine, engine.thread(thread).pending, event);
        for (int i = 0; i < count; ++i) plan(engine, races_[kept + at(i)], event);
        races_.resize(kept);
    }
}

void Dpor::plan(Engine& engine, int earlier, int later) {
    take_sequence(earlier, later);
    if (!covered(engine, earlier)) insert(earlier);
}

void Dpor::take_sequence(int earlier, int later) {
    sequence_.clear();
    std::fill_n(first_.begin(), trail_.threads(), -1);
    const auto take = [&](int event) {
        sequence_.push_back(event);
        int& first = first_[at(trail_[event].thread)];
        if (first < 0) first = event;
    };
    for (int event = earlier + 1; event < trail_.size(); ++event)
        if (event != later && !trail_.happens_before(earlier, event)) take(event);
    take(later);
    later_ = later;
    // In its new place, `later` comes after what its thread knew before, and after those steps of
    // the sequence that it depends on.
    later_order_ = trail_.before(later);
    const Trail::Event& event = trail_[later];
    for (int i = event.first_access; i < event.first_access + event.accesses; ++i) {
        for (int a = trail_.access(i).previous; a >= 0; a = trail_.access(a).previous) {
            const Trail::Access& other = trail_.access(a);
            if (!other.write && !trail_.access(i).write) continue;
            if (other.event == earlier || trail_.happens_before(earlier, other.event)) continue;
            for (std::size_t t = 0; t < at(trail_.threads()); ++t)
                later_order_[t] = std::max(later_order_[t], trail_.order(other.event)[t]);
            if (other.write) break;
        }
    }
}

// Nothing else in the sequence happens before it.
bool Dpor::is_initial(int event) const {
    const Trail::Clock& order = event == later_ ? later_order_ : trail_.order(event);
    for (int thread = 0; thread < trail_.threads(); ++thread)
        if (thread != trail_[event].thread && first_[at(thread)] >= 0 &&
            order[at(thread)] > static_cast<std::uint32_t>(first_[at(thread)]))
            return false;
    return true;
}

// Where it is planned, the step is taken because it can be, not because nobody else could go on.
Footprint Dpor::footprint_by_itself(int event) const {
    Footprint result = trail_.footprint(event);
    result.everything = false;
    return result;
}

bool Dpor::independent_of_sequence(const Footprint& footprint) const {
    return std::none_of(sequence_.begin(), sequence_.end(), [&](int event) {
        return dependent(footprint, footprint_by_itself(event));
    });
}

Footprint Dpor::next_footprint(Engine& engine, int thread, int from) {
    for (int event = from; event < trail_.size(); ++event)
        if (trail_[event].thread == thread) return footprint_by_itself(event);
    scratch_.clear();
    const Operation& pending = engine.thread(thread).pending;
    for (const Object* object : pending)
        scratch_.push_back({object->key, writes(pending, *object)});
    Footprint result;
    result.count = static_cast<int>(scratch_.size());
    result.parts = scratch_.data();
    if (result.count == 1) result.one = scratch_[0];
    return result;
}

// A thread asleep at the node could take the first step of the sequence, or a step before it that
// is independent of it all: then its trace is explored below that thread's branch.
bool Dpor::covered(Engine& engine, int node) {
    const ThreadMask asleep = nodes_[at(node)].sleep | nodes_[at(node)].explored;
    for (ThreadMask left = asleep; left != 0; left &= left - 1) {
        const int thread = first_of(left);
        if (first_[at(thread)] >= 0 ? is_initial(first_[at(thread)])
                                    : independent_of_sequence(next_footprint(engine, thread, node)))
            return true;
    }
    return false;
}

void Dpor::leave_out(int thread) {
    const auto gone = std::find(sequence_.begin(), sequence_.end(), first_[at(thread)]);
    const auto rest = sequence_.erase(gone);
    const auto next = std::find_if(rest, sequence_.end(),
                                   [&](int event) { return trail_[event].thread == thread; });
    first_[at(thread)] = next == sequence_.end() ? -1 : *next;
}

void Dpor::insert(int node) {
    std::int32_t parent = -1;  // whose children are looked through; -1: the node's own list
    for (;;) {
        const auto list = [&]() -> WakeupTree::List& {
            return parent < 0 ? nodes_[at(node)].pending : tree_[parent].children;
        };
        std::int32_t match = -1;
        for (std::int32_t child = list().first; child >= 0 && match < 0;
             child = tree_[child].next) {
            const int thread = tree_[child].thread;
            if (first_[at(thread)] >= 0) {
                if (!is_initial(first_[at(thread)])) continue;
                leave_out(thread);
                match = child;
            } else if (independent_of_sequence(tree_.footprint(child))) {
                match = child;
            }
        }
        if (match >= 0) {
            if (sequence_.empty() || tree_[match].children.empty()) return;  // planned already
            parent = match;
            continue;
        }
        for (const int event : sequence_) {
            const std::int32_t made =
                tree_.make(trail_[event].thread, footprint_by_itself(event), trail_[event].step);
            tree_.append(parent < 0 ? nodes_[at(node)].pending : tree_[parent].children, made);
            parent = made;
        }
        return;
    }
}

}  // namespace explore
