// model.cpp - what happens to the model when executions and threads begin and end.
#include "common/explore/model/kernel.hpp"
#include "common/explore/model/orphans.hpp"
#include "common/explore/model/store_buffers.hpp"
#include "common/explore/model/user_model.hpp"
#include "common/explore/redirect/runtime.hpp"

namespace explore {

bool orphans_stay_locked = false;

namespace {

void begin(Engine& engine) {
    reset_handles();
    reset_names();
    reset_waits();
    reset_apcs();
    reset_ports();
    reset_timers();
    reset_devices();
    begin_user_model(engine);
    reset_lost_signals();
}

void end(Engine& engine) {
    const std::string open = open_handles();
    if (engine.settings().check_leaks && !open.empty())
        engine.report_at_end(Outcome::handle_leak, "left open at the end: " + open);
}

// What a thread owns when it ends: a mutex goes on, abandoned; a lock stays locked for ever.
void end_of_thread(Engine& engine, Thread& self) {
    end_store_buffer(engine, self);
    const ThreadMask me = bit(self.id);
    for (std::size_t i = 0; i < engine.object_count(); ++i) {
        Object& object = engine.object(i);
        const bool reads = (object.state.woken & me) != 0 && object.type == ObjectType::srw_lock;
        if (object.state.owner != self.id && !reads) continue;
        if (object.type == ObjectType::thread) continue;
        const bool lock =
            object.type == ObjectType::critical_section || object.type == ObjectType::srw_lock;
        if (lock && !orphans_stay_locked)
            engine.fail(Outcome::orphaned_lock, describe(self) + " ends and still has " +
                                                    describe(object) +
                                                    ": nobody can ever enter it again");
        if (object.type != ObjectType::mutex) continue;
        if (!engine.settings().allow_abandoned)
            engine.fail(Outcome::abandoned_mutex,
                        describe(self) + " ends without releasing " + describe(object));
        engine.perform(self, Kind::abandon, Want::nothing, true, &object, {});
        engine.note("abandoned");
        object.state.owner = kNobody;
        object.state.count = 0;
        object.state.flags |= kAbandoned;
        Engine::changed(object);
        engine.release(self, object);
    }
    end_requests(self);
    end_apcs(self);
    end_in_port(self);
}

}  // namespace

void install_model(Engine& engine) {
    answer_accidents();
    engine.on_begin = begin;
    engine.on_end = end;
    engine.on_turn = [](bool lab_runs) { the_gate.open = lab_runs; };
    engine.on_thread_begin = [](Engine&, Thread& self) { begin_apcs(self); };
    engine.on_thread_end = end_of_thread;
    engine.explain_stuck = explain_stuck;
    install_user_model(engine);
}

}  // namespace explore
