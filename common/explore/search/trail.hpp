// trail.hpp - the steps of an execution and which of them happen before which.
//
// A step happens before another one if they are of one thread, or dependent (one object, one of
// them writes it), or if a third lies between. Schedules with the same relation are the same trace.
#pragma once

#include "common/explore/engine/engine.hpp"
#include "common/explore/search/wakeup_tree.hpp"

#include <array>
#include <vector>

namespace explore {

class Trail {
public:
    using Clock = std::array<std::uint32_t, kMaxThreads>;

    struct Access {
        std::int32_t event = 0;
        std::int32_t previous = 0;  // access to the same object; -1: none
        std::int16_t thread = 0;
        bool write = false;
        State before;
    };
    struct Event {
        std::int16_t thread = 0;
        bool barrier = false;  // taken only because nobody else could go on: after all before it
        Kind kind = Kind::none;
        std::uint32_t ordinal = 0;  // in its thread
        std::int32_t first_access = 0;
        std::int32_t accesses = 0;
        std::uint64_t step = 0;  // Engine::step_of()
    };

    /// Enters step `depth` of `thread`, which it is about to take. What was known of later steps
    /// goes.
    void enter(Engine& engine, int depth, int thread);
    /// The step is the same as in the execution before: only the objects are new.
    void repeat(Engine& engine, int depth);
    /// Prepares `thread`'s pending step as event number size(), as if it were the next, but does
    /// not enter it. Valid until the next call of enter().
    int sketch(Engine& engine, int thread);

    void clear();

    int size() const { return size_; }
    const Event& operator[](int event) const { return events_[at(event)]; }
    const Access& access(int index) const { return accesses_[at(index)]; }
    const Clock& order(int event) const { return order_[at(event)]; }
    /// What its thread knew before the step.
    const Clock& before(int event) const { return before_[at(event)]; }
    int threads() const { return threads_; }

    bool happens_before(int earlier, int later) const {
        return order(later)[at((*this)[earlier].thread)] > static_cast<std::uint32_t>(earlier);
    }
    Footprint footprint(int event) const;
    /// Equal for equivalent schedules, and only for these: the sum of the hashes of the steps.
    std::uint64_t hash() const;
    /// Of one step and all that happens before it.
    std::uint64_t event_hash(int event) const;

private:
    static std::size_t at(int index) { return static_cast<std::size_t>(index); }
    void begin_event(int event);
    void push_accesses(Engine& engine, int event, const Operation& operation, int thread);
    void join(Clock& order, const Access& access) const;

    int size_ = 0;
    int threads_ = 0;
    int last_barrier_ = -1;
    std::size_t highest_ = 0;  // clocks that have been written
    std::vector<Event> events_;
    std::vector<Access> accesses_;
    std::vector<Footprint::Part> parts_;  // of each access
    std::vector<Clock> order_;  // of each event: the last steps that happen before it, and itself
    std::vector<Clock> before_;
};

}  // namespace explore
