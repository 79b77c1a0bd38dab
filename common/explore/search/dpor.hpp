// dpor.hpp - one execution per class of equivalent schedules: optimal dynamic partial-order
// reduction.
//
// Two schedules that differ only in the order of independent steps are one trace. After each
// execution the search looks for races: pairs of dependent steps that could have come in the other
// order. For each it plans an execution that reverses them - as a branch of a wakeup tree, unless a
// sleep set or a planned branch shows that its trace is or will be explored. Source sets alone may
// begin executions that turn out to be redundant; wakeup trees never do, and the tests hold the
// search to that.
//
// P. Abdulla, S. Aronis, B. Jonsson, K. Sagonas: Optimal Dynamic Partial Order Reduction, POPL
// 2014; Source Sets: A Foundation for Optimal Dynamic Partial Order Reduction, JACM 64(4), 2017.
#pragma once

#include "common/explore/search/trail.hpp"

namespace explore {

class Dpor final : public Strategy {
public:
    /// Forgets an earlier search; its memory stays.
    void begin();
    int choose(Engine& engine, int depth) override;
    bool next(Engine& engine) override;

    /// Executions that turned out to repeat a trace. Always 0 unless the search is wrong.
    std::uint64_t redundant() const { return redundant_; }
    /// The execution that has just ended.
    const Trail& trail() const { return trail_; }
    bool was_redundant() const { return cut_; }
    /// About which part of the whole search is done, from 0 to 1.
    double progress() const;

private:
    struct Node {
        ThreadMask sleep = 0;     // need not go next: explored with an equivalent beginning
        ThreadMask explored = 0;  // have gone next here, and all that follows is explored
        std::int16_t chosen = 0;
        std::uint64_t step = 0;  // what the chosen thread does; 0: not known yet
        std::int32_t first_race = 0;
        std::int32_t races = 0;    // with earlier steps, that could be reversed
        WakeupTree::List pending;  // planned branches
    };

    static std::size_t at(int index) { return static_cast<std::size_t>(index); }
    int choose_new(Engine& engine, int depth);
    void enter(Engine& engine, int depth, int thread);
    ThreadMask still_asleep(Engine& engine, const Node& node, int thread) const;

    // Races (races.cpp): pairs of steps that could have come in the other order.
    int find_races(Engine& engine, const Operation& operation, int event);
    bool reversible(const Operation& operation, int event, int index, int access) const;
    bool could_go_before(const Operation& operation, int event, int earlier) const;
    State state_without(const Operation& operation, int event, int index, int earlier) const;

    // Plans (plan.cpp): executions in which a race is reversed.
    void plan_all(Engine& engine);
    void plan(Engine& engine, int earlier, int later);
    void take_sequence(int earlier, int later);
    bool covered(Engine& engine, int node);
    bool is_initial(int event) const;
    Footprint footprint_by_itself(int event) const;
    bool independent_of_sequence(const Footprint& footprint) const;
    Footprint next_footprint(Engine& engine, int thread, int from);
    void leave_out(int thread);
    void insert(int node);

    bool cut_ = false;  // the last execution was redundant
    int replay_ = 0;
    ThreadMask next_sleep_ = 0;
    std::uint64_t redundant_ = 0;
    Trail trail_;
    WakeupTree tree_;
    WakeupTree::List carried_;  // what the branch being entered has planned for the next new node
    std::vector<Node> nodes_;
    std::vector<int> races_;

    // What plan() works on: the steps that must come before or without the earlier one of a race.
    std::vector<int> sequence_;
    std::array<int, kMaxThreads> first_{};  // of each thread in it; -1: none
    int later_ = -1;                        // the last of them: the later one of the race
    Trail::Clock later_order_{};            // what happens before it in its new place
    std::vector<Footprint::Part> scratch_;
};

}  // namespace explore
