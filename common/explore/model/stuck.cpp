// stuck.cpp - nobody can go on: who waits for whom, and since when it could not be otherwise.
#include "common/explore/model/kernel.hpp"

namespace explore {

std::string explain_stuck(Engine& engine, Outcome& outcome) {
    outcome = Outcome::deadlock;
    std::string text;
    for (int id = 0; id < engine.known_threads(); ++id) {
        const Thread& thread = engine.thread(id);
        if (thread.life != Life::running || thread.agent != nullptr) continue;
        if (!text.empty()) text += "; ";
        text += describe(thread) + " waits";
        if (thread.pending.count > 0) text += " for " + describe(**thread.pending.begin());
        for (const Object* object : thread.pending) {
            if (object->type != ObjectType::event || !(object->state.flags & kPulsedInVain))
                continue;
            outcome = Outcome::lost_wake_up;
            text += ", which was pulsed while nobody waited";
        }
    }
    return text;
}

}  // namespace explore
