// stuck.cpp - nobody can go on: who waits for whom, and since when it could not be otherwise.
#include "common/explore/model/model.hpp"

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
    }
    return text;
}

}  // namespace explore
