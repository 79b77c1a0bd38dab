// races.cpp - which earlier steps a step could have come before.
//
// A step that had to wait could not have come before the step that ended its waiting, but perhaps
// before the one that made it wait: two threads that want one lock race for it, although between
// the two acquisitions lies a release. So the accesses to an object are looked through from the
// latest to the earliest, past those that cannot be reversed, up to the first write that can.
#include "common/explore/search/dpor.hpp"

namespace explore {

// The state of one of the operation's objects if `earlier`, and all that happens after it, had not
// happened yet.
State Dpor::state_without(const Operation& operation, int event, int index, int earlier) const {
    const int own = trail_[event].first_access + index;
    State state = trail_.access(own).before;
    for (int a = trail_.access(own).previous; a >= 0; a = trail_.access(a).previous) {
        const int other = trail_.access(a).event;
        if (other != earlier && !trail_.happens_before(earlier, other)) break;
        state = trail_.access(a).before;
    }
    (void)operation;
    return state;
}

bool Dpor::could_go_before(const Operation& operation, int event, int earlier) const {
    return available(operation, trail_[event].thread,
                     [&](int index) { return state_without(operation, event, index, earlier); });
}

int Dpor::find_races(Engine&, const Operation& operation, int event) {
    const Trail::Clock& known = trail_.before(event);
    const int me = trail_[event].thread;
    const std::size_t first = races_.size();
    for (int index = 0; index < trail_[event].accesses; ++index) {
        const Trail::Access& own = trail_.access(trail_[event].first_access + index);
        bool read_before = false;
        for (int a = own.previous; a >= 0; a = trail_.access(a).previous) {
            const Trail::Access& other = trail_.access(a);
            if (!other.write && !own.write) continue;
            if (other.thread != me &&
                known[at(other.thread)] <= static_cast<std::uint32_t>(other.event)) {
                if (other.write && read_before) break;  // it happens before that read
                if (!trail_[other.event].barrier &&
                    (operation.want == Want::nothing ||
                     could_go_before(operation, event, other.event))) {
                    races_.push_back(other.event);
                    if (other.write) break;
                    read_before = true;
                }
            } else if (other.write) {
                break;  // ordered already, and so is what came before it
            }
        }
    }
    return static_cast<int>(races_.size() - first);
}

}  // namespace explore
