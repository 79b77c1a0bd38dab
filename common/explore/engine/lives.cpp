// lives.cpp - how threads and agents come into an execution and leave it.
#include "common/explore/engine/engine.hpp"

#include <algorithm>
#include <exception>

namespace explore {

void Engine::thread_body(int id) {
    Engine& me = engine();
    Thread& thread = me.threads_[id];
    DWORD code = 0;
    try {
        if (id == 0)
            me.body_();
        else {
            if (me.on_thread_begin != nullptr) me.on_thread_begin(me, thread);
            code = thread.entry(thread.argument);
        }
    } catch (const std::exception& error) {
        me.fail(Outcome::exception,
                std::string("an exception left the thread function: ") + error.what());
    } catch (...) {
        me.fail(Outcome::exception, "an exception left the thread function");
    }
    me.end_thread(thread, code, {});
}

Thread& Engine::admit(Thread& parent, std::uint16_t ordinal) {
    auto& ids = children_[parent.id];
    if (ordinal >= ids.size()) {
        if (known_ >= kMaxThreads)
            fail(Outcome::too_many_threads,
                 "the program has more than " + std::to_string(kMaxThreads) +
                     " threads and pending requests; the explorer has no room for another one");
        ids.push_back(static_cast<std::uint16_t>(known_++));
    }
    const int id = ids[ordinal];
    Thread& made = threads_[id];
    begin_life(made, id);
    made.time = parent.time;
    std::copy_n(parent.clock, known_, made.clock);
    std::copy_n(parent.order, known_, made.order);
    made.clock[id] = 1;
    ++parent.clock[parent.id];
    running_ |= bit(id);
    created_ |= bit(id);
    unobserved_ = false;
    return made;
}

Thread& Engine::create_thread(Thread& parent, LPTHREAD_START_ROUTINE entry, LPVOID argument,
                              bool suspended) {
    Thread& made = admit(parent, parent.children++);
    made.entry = entry;
    made.argument = argument;
    made.object = &create(ObjectType::thread, key_of_new(parent));
    made.object->wait_writes = false;
    made.object->state.owner = made.id;
    made.suspended = suspended;
    made.suspend_count = suspended ? 1 : 0;
    if (trace != nullptr) trace->created(parent, made);
    backend.prepare(made.id);
    if (!suspended) start(made);
    return made;
}

void Engine::start(Thread& thread) {
    thread.suspended = false;
    if (thread.steps != 0 || thread.started) return;
    thread.started = true;
    const int creator = current_;
    const DWORD last_error = ::GetLastError();
    primer_ = creator;
    set_current(thread.id);
    backend.switch_to(creator, thread.id);
    set_current(creator);
    ::SetLastError(last_error);
}

Thread& Engine::create_agent(Thread& parent, AgentStep step, bool optional) {
    Thread& made = admit(parent, parent.children++);
    made.agent = step;
    made.owner = &parent;
    made.optional = optional;
    agents_ |= bit(made.id);
    return made;
}

void Engine::end_agent(Thread& agent) {
    agent.life = Life::ended;
    running_ &= ~bit(agent.id);
    agents_ &= ~bit(agent.id);
}

void Engine::exit_step(Thread& self, const Place& place) {
    perform(self, Kind::exit, Want::nothing, true, self.object, place);
    self.object->state.count = 1;
    changed(*self.object);
    release(self, *self.object);
}

void Engine::end_thread(Thread& self, DWORD exit_code, const Place& place) {
    leave_if_failed();
    if (on_thread_leaving != nullptr) on_thread_leaving(self);
    leave_if_failed();
    if (unsettled) on_settle(self);
    if (on_thread_end != nullptr) on_thread_end(*this, self);
    if (self.id != 0) exit_step(self, place);
    self.exit_code = exit_code;
    self.life = Life::ended;
    running_ &= ~bit(self.id);
    backend.switch_to(self.id, pick());
    std::abort();  // unreachable: its fiber begins anew, its real thread stays parked
}

}  // namespace explore
