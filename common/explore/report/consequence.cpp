// consequence.cpp - what a data race leads to: a lost update, a broken list, a thread that never
// ends.
//
// The search stops at a race in the first schedule that has it, before anything has gone wrong. So
// the accesses that race become steps, which may come in either order, and the search begins
// again. Another race that it meets is treated the same way.
#include "common/explore/report/rerun.hpp"
#include "common/explore/search/dpor.hpp"

namespace explore {
namespace {

constexpr int kCost = 1'000'000;  // of all rounds, in steps
constexpr int kRounds = 16;

bool promotable(Touch touch) { return touch != Touch::free && touch != Touch::allocate; }

bool is_consequence(Outcome outcome) {
    return outcome != Outcome::data_race && outcome != Outcome::not_deterministic &&
           outcome != Outcome::too_many_threads && outcome != Outcome::bad_schedule;
}

}  // namespace

bool promote_race(Engine& engine) {
    const Failure& race = engine.failure();
    if (!promotable(race.touch) || !promotable(race.earlier.touch)) return false;
    bool added = false;
    const std::pair<Touch, const void*> accesses[] = {{race.touch, race.site},
                                                      {race.earlier.touch, race.earlier.site}};
    for (const auto& [touch, site] : accesses) {
        if (touch == Touch::atomic_read || touch == Touch::atomic_write) continue;
        if (engine.is_promoted(site)) continue;
        engine.promoted.push_back(site);
        added = true;
    }
    return added;
}

bool promote_all_races(const Program& program) {
    Engine& engine = *program.engine;
    int cost = 0;
    for (int round = 0; round < kRounds; ++round) {
        engine.begin_search(program.settings);
        Dpor dpor;
        do {
            program.run(dpor);
            if (engine.restart()) return false;
            if (engine.failure().outcome == Outcome::data_race) break;
            cost += program.cost();
            if (cost >= kCost) return true;
        } while (dpor.next(engine));
        if (engine.failure().outcome != Outcome::data_race || !promote_race(engine)) return true;
    }
    return true;
}

bool find_consequence(const Program& program, Found& found) {
    Engine& engine = *program.engine;
    int cost = 0;
    // The engine still knows the race that the program was last run into.
    for (int round = 0; round < kRounds && promote_race(engine); ++round) {
        engine.begin_search(program.settings);
        Dpor dpor;
        for (;;) {
            program.run(dpor);
            if (engine.failed()) break;
            cost += program.cost();
            if (cost >= kCost || !dpor.next(engine)) {
                engine.promoted.clear();
                return false;
            }
        }
        if (is_consequence(engine.failure().outcome)) {
            found = Found::in(engine);
            return true;
        }
        if (engine.failure().outcome != Outcome::data_race) break;
    }
    engine.promoted.clear();
    return false;
}

}  // namespace explore
