// wakeup_tree.cpp - nodes in one vector, used again when they are released.
#include "common/explore/search/wakeup_tree.hpp"

namespace explore {

bool dependent(const Footprint& a, const Footprint& b) {
    if (a.everything || b.everything) return true;
    for (int i = 0; i < a.count; ++i)
        for (int j = 0; j < b.count; ++j)
            if (a.part(i).key == b.part(j).key && (a.part(i).write || b.part(j).write)) return true;
    return false;
}

Footprint WakeupTree::footprint(std::int32_t index) const {
    const Node& node = nodes_[static_cast<std::size_t>(index)];
    Footprint result;
    result.everything = node.everything;
    if (node.more.empty() && node.one.key == 0) return result;
    result.count = node.more.empty() ? 1 : static_cast<int>(node.more.size());
    result.one = node.one;
    result.parts = node.more.data();
    return result;
}

std::int32_t WakeupTree::make(int thread, const Footprint& footprint, std::uint64_t step) {
    std::int32_t index = free_;
    if (index >= 0) {
        free_ = nodes_[static_cast<std::size_t>(index)].next;
    } else {
        index = static_cast<std::int32_t>(nodes_.size());
        nodes_.emplace_back();
    }
    Node& node = nodes_[static_cast<std::size_t>(index)];
    node.thread = static_cast<std::int16_t>(thread);
    node.step = step;
    node.next = -1;
    node.children = {};
    node.everything = footprint.everything;
    node.one = footprint.count == 1 ? footprint.one : Footprint::Part{};
    node.more.clear();
    if (footprint.count > 1) node.more.assign(footprint.parts, footprint.parts + footprint.count);
    return index;
}

void WakeupTree::append(List& list, std::int32_t index) {
    if (list.last >= 0)
        nodes_[static_cast<std::size_t>(list.last)].next = index;
    else
        list.first = index;
    list.last = index;
}

std::int32_t WakeupTree::take_first(List& list) {
    const std::int32_t index = list.first;
    list.first = nodes_[static_cast<std::size_t>(index)].next;
    if (list.first < 0) list.last = -1;
    return index;
}

void WakeupTree::clear() {
    nodes_.clear();
    free_ = -1;
}

void WakeupTree::release(std::int32_t index) {
    nodes_[static_cast<std::size_t>(index)].next = free_;
    free_ = index;
}

}  // namespace explore
