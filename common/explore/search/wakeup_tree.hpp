// wakeup_tree.hpp - executions that the search has planned, as trees of steps.
#pragma once

#include "common/explore/engine/operation.hpp"

#include <cstdint>
#include <vector>

namespace explore {

/// What a step accesses, in a form that outlives the execution that it was seen in.
struct Footprint {
    struct Part {
        std::uint64_t key = 0;
        bool write = false;
    };
    bool everything = false;  // depends on every other step
    int count = 0;
    const Part* parts = nullptr;
    Part one;  // if count is 1

    const Part& part(int index) const { return count == 1 ? one : parts[index]; }
};

bool dependent(const Footprint& a, const Footprint& b);

class WakeupTree {
public:
    /// Sibling steps, in the order in which they will be explored.
    struct List {
        std::int32_t first = -1;
        std::int32_t last = -1;
        bool empty() const { return first < 0; }
    };
    struct Node {
        std::int16_t thread = 0;
        std::int32_t next = -1;
        List children;
        Footprint::Part one;
        std::vector<Footprint::Part> more;  // if it has not exactly one part
        bool everything = false;
        std::uint64_t step = 0;  // what the thread is expected to do (Engine::step_of); 0: unknown
    };

    Node& operator[](std::int32_t index) { return nodes_[static_cast<std::size_t>(index)]; }
    Footprint footprint(std::int32_t index) const;

    /// A step of its own. It may move the others: references to nodes end here.
    std::int32_t make(int thread, const Footprint& footprint, std::uint64_t step);
    /// Adds it at the end of a list.
    void append(List& list, std::int32_t index);
    /// Takes the first step out of a list. Its children stay the caller's; give it back by
    /// release().
    std::int32_t take_first(List& list);
    void release(std::int32_t index);
    void clear();

private:
    std::vector<Node> nodes_;
    std::int32_t free_ = -1;
};

}  // namespace explore
