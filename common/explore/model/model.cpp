// model.cpp - what happens to the model when executions and threads begin and end.
#include "common/explore/model/model.hpp"
#include "common/explore/redirect/runtime.hpp"

namespace explore {
namespace {

constexpr std::uint16_t kAbandoned = 1;

void begin(Engine&) {
    reset_handles();
    reset_lost_signals();
}

void end(Engine& engine) {
    const std::string open = open_handles();
    if (engine.settings().check_leaks && !open.empty())
        engine.report_at_end(Outcome::handle_leak, "left open at the end: " + open);
}

// What a thread owns when it ends: a mutex goes on, abandoned; a lock stays locked for ever.
void end_of_thread(Engine& engine, Thread& self) {
    for (std::size_t i = 0; i < engine.object_count(); ++i) {
        Object& object = engine.object(i);
        if (object.state.owner != self.id || object.type == ObjectType::thread) continue;
        if (object.type == ObjectType::critical_section || object.type == ObjectType::srw_lock)
            engine.fail(Outcome::orphaned_lock, describe(self) + " ends and still has " +
                                                    describe(object) +
                                                    ": nobody can ever enter it again");
        if (object.type != ObjectType::mutex) continue;
        if (!engine.settings().allow_abandoned)
            engine.fail(Outcome::abandoned_mutex,
                        describe(self) + " ends without releasing " + describe(object));
        object.state.owner = kNobody;
        object.state.count = 0;
        object.state.flags |= kAbandoned;
        Engine::changed(object);
        engine.release(self, object);
    }
}

}  // namespace

void install_model(Engine& engine) {
    engine.on_begin = begin;
    engine.on_end = end;
    engine.on_turn = [](bool lab_runs) { gate().open = lab_runs; };
    engine.on_thread_end = end_of_thread;
    engine.explain_stuck = explain_stuck;
}

}  // namespace explore
