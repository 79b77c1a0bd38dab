// waits.cpp - waits for one object, for any of several, for all of them.
//
// A wait with a time-out may end early as well as late, because other threads may be arbitrarily
// slow: it is tried as a poll, a few times per thread, and after that it times out only when nobody
// else can go on.
//
// Most waits are one step, taken when they are satisfied: nobody can tell a thread that has not yet
// begun to wait from one that waits. PulseEvent can, and so can a completion port that lets another
// thread go on when this one blocks. Then the wait has a step of its own that enters it.
#include "common/explore/model/kernel.hpp"

#include <algorithm>
#include <utility>

namespace explore {
namespace {

// The threads that are inside a wait of two steps, and for what.
Wait* inside[kMaxThreads];
std::uint32_t reached[kMaxThreads]
                     [kMaxWait];  // the pulse that reached it there, by number; 0: none
std::uint32_t pulses = 0;
const char order_of_pulses_here = 0;

bool satisfied(const Object& object, const Thread& self) {
    if (object.type == ObjectType::mutex)
        return object.state.owner == kNobody || object.state.owner == self.id;
    return object.state.count > 0;
}

bool satisfied(const Wait& wait, const Thread& self) {
    const auto ready = [&](const Object* object) { return satisfied(*object, self); };
    if (wait.all) return std::all_of(wait.objects, wait.objects + wait.count, ready);
    return std::any_of(wait.objects, wait.objects + wait.count, ready);
}

// Of one object, that the wait has succeeded needs no word.
WB_COLD void note_answer(const Wait& wait, DWORD index, bool abandoned) {
    std::string text;
    if (!wait.all && wait.count > 1)
        text = "index " + std::to_string(index) + ", " + short_name(*wait.objects[index]);
    if (abandoned) text += text.empty() ? "abandoned" : ", abandoned";
    if (!text.empty()) the_engine.note(text.c_str());
}

DWORD take_all(Thread& self, Wait& wait) {
    the_engine.acted(self);
    DWORD result = WAIT_OBJECT_0;
    for (DWORD i = 0; i < wait.count; ++i) {
        if (!wait.all && !satisfied(*wait.objects[i], self)) continue;
        const DWORD taken = take(self, *wait.objects[i]);
        if (!wait.all) {
            if (the_engine.trace != nullptr) note_answer(wait, i, taken == WAIT_ABANDONED);
            return taken + i;
        }
        if (taken == WAIT_ABANDONED) result = WAIT_ABANDONED;
    }
    if (the_engine.trace != nullptr) note_answer(wait, 0, result == WAIT_ABANDONED);
    return result;
}

bool pulsable(const Wait& wait) {
    return the_engine.has(kPulses) &&
           std::any_of(wait.objects, wait.objects + wait.count,
                       [](const Object* object) { return object->type == ObjectType::event; });
}

void announce(Thread& self, Wait& wait, Kind kind, Want want, int extra) {
    Operation& next = self.pending;
    next = Operation{};
    next.kind = kind;
    next.want = want;
    next.by_wait = true;
    next.all = wait.all;
    next.count = static_cast<std::uint16_t>(static_cast<int>(wait.count) + extra);
    next.object = wait.objects[0];
    next.objects = wait.objects;
    next.place = wait.place;
}

// The slot of the event whose pulse reached this thread first; -1: none did.
int pulsed(const Thread& self, const Wait& wait) {
    int first = -1;
    for (int i = 0; i < static_cast<int>(wait.count); ++i)
        if ((wait.objects[i]->state.woken & bit(self.id)) != 0 &&
            (first < 0 || reached[self.id][i] < reached[self.id][first]))
            first = i;
    return first;
}

// The thread waits no longer. A wake-up that it does not take is lost with it if it was the last
// who could have taken it.
void leave_waiters(Thread& self, Wait& wait) {
    if (std::exchange(inside[self.id], nullptr) == nullptr) return;
    for (DWORD i = 0; i < wait.count; ++i) wait.objects[i]->state.woken &= ~bit(self.id);
}

// The step that enters the wait. True: it need not block, and `result` is its answer.
bool enter(Thread& self, Wait& wait, Object* port, DWORD& result) {
    Engine& engine = the_engine;
    int extra = 0;
    const Object* apcs = wait.alertable ? &apcs_of(self) : nullptr;
    if (wait.alertable) ++extra;
    if (port != nullptr) wait.objects[wait.count + static_cast<DWORD>(extra++)] = port;
    announce(self, wait, Kind::begin_wait, Want::nothing, extra);
    engine.perform(self);
    if (apcs != nullptr && apcs->state.count > 0) {
        run_apcs(self, wait.place);
        result = WAIT_IO_COMPLETION;
        return true;
    }
    if (satisfied(wait, self)) {
        result = take_all(self, wait);
        return true;
    }
    if (port != nullptr) leave_port(self);
    inside[self.id] = &wait;
    std::fill_n(reached[self.id], kMaxWait, 0u);
    return false;
}

// The step that ends the wait.
DWORD finish(Thread& self, Wait& wait) {
    Engine& engine = the_engine;
    const bool poll = wait.milliseconds == 0;
    const bool early = may_end_early(self, wait.milliseconds);
    announce(self, wait, poll ? Kind::poll : Kind::wait,
             poll || early ? Want::nothing : Want::signaled, wait.alertable ? 1 : 0);
    self.pending.alertable = wait.alertable;
    const bool alone = poll && self.pending.count == 1;
    if (alone) {
        self.pending.alertable = false;
        engine.look(self, self.pending);
    }
    const bool late = perform_timed(self, wait.milliseconds);
    const int woken = inside[self.id] != nullptr ? pulsed(self, wait) : -1;
    if (woken >= 0) {
        Object& event = *wait.objects[woken];
        if (event.limit != 0) event.state.woken = 0;  // of several candidates, it was this one
        leave_waiters(self, wait);
        engine.acted(self);
        engine.acquire(self, event);
        if (engine.trace != nullptr) note_answer(wait, static_cast<DWORD>(woken), false);
        return WAIT_OBJECT_0 + static_cast<DWORD>(woken);
    }
    leave_waiters(self, wait);
    if (wait.alertable && apcs_of(self).state.count > 0) {
        run_apcs(self, wait.place);
        return WAIT_IO_COMPLETION;
    }
    if (!late && wait.count != 0 && satisfied(wait, self)) return take_all(self, wait);
    engine.note(poll ? "not signaled" : "times out");
    if (alone) engine.looked(self, *wait.objects[0], wait.place);
    if (!late && early) ended_early(self, wait.milliseconds);
    return WAIT_TIMEOUT;
}

}  // namespace

void reset_waits() {
    std::fill_n(inside, the_engine.former_threads(), nullptr);
    pulses = 0;
}

bool may_end_early(const Thread& self, DWORD milliseconds) {
    return milliseconds != 0 && milliseconds != INFINITE &&
           self.early_time_outs < the_engine.settings().early_time_outs;
}

bool perform_timed(Thread& self, DWORD milliseconds) {
    Engine& engine = the_engine;
    // By the thread's own time: that of all threads depends on the order of steps that have nothing
    // in common.
    if (milliseconds != 0 && milliseconds != INFINITE)
        self.due = self.time + std::uint64_t{milliseconds} * 10'000;
    self.timed_out = false;
    engine.perform(self);
    self.due = 0;
    if (self.timed_out) self.time += std::uint64_t{milliseconds} * 10'000;
    return self.timed_out;
}

void ended_early(Thread& self, DWORD milliseconds) {
    ++self.early_time_outs;
    self.time += std::uint64_t{milliseconds} * 10'000;
    the_engine.now += std::uint64_t{milliseconds} * 10'000;
}

Object& order_of_pulses() { return the_engine.at(ObjectType::name, &order_of_pulses_here); }

int pulse(Thread&, Object& event) {
    ThreadMask waiting = 0;
    ++pulses;
    for (int id = 0; id < the_engine.known_threads(); ++id) {
        const Wait* wait = inside[id];
        if (wait == nullptr) continue;
        Thread& thread = the_engine.thread(id);
        if (wait->alertable && apcs_of(thread).state.count > 0) continue;  // it is on its way out
        for (DWORD i = 0; i < wait->count; ++i) {
            if (wait->objects[i] != &event) continue;
            if (wait->all && wait->count > 1)
                the_engine.fail(Outcome::foreign_call,
                                "PulseEvent while " + describe(thread) + " waits for " +
                                    describe(event) +
                                    " and others at once: the explorer has no model of that");
            waiting |= bit(id);
            if (reached[id][i] == 0) reached[id][i] = pulses;
        }
    }
    event.state.woken |= waiting;
    return std::popcount(waiting);
}

DWORD wait_for(Thread& self, Wait& wait) {
    Engine& engine = the_engine;
    if (!engine.has(kApcs)) wait.alertable = false;
    if (wait.alertable && delivering(self)) {  // a routine waits, and others are still to be run
        run_apcs(self, wait.place);
        return WAIT_IO_COMPLETION;
    }
    if (wait.count == 0) wait.objects[0] = nullptr;
    if (wait.alertable) wait.objects[wait.count] = &apcs_of(self);
    if (wait.count == 0 && !wait.alertable) {  // SleepEx
        wait.all = true;
        announce(self, wait, Kind::yield,
                 wait.milliseconds == INFINITE ? Want::never : Want::nothing, 0);
        engine.perform(self);
        if (wait.milliseconds != INFINITE) {
            engine.now += std::uint64_t{wait.milliseconds} * 10'000;
            self.time += std::uint64_t{wait.milliseconds} * 10'000;
        }
        return WAIT_TIMEOUT;
    }
    Object* port = wait.milliseconds != 0 ? limiting_port(self) : nullptr;
    DWORD result = WAIT_TIMEOUT;
    if (wait.milliseconds != 0 && (port != nullptr || pulsable(wait)) &&
        enter(self, wait, port, result))
        return result;
    result = finish(self, wait);
    return_to_port(self, port, wait.place);
    return result;
}

DWORD take(Thread& self, Object& object) {
    Engine& engine = the_engine;
    engine.acquire(self, object);
    switch (object.type) {
        case ObjectType::mutex: {
            ++object.state.count;
            ++object.uses;
            object.state.owner = self.id;
            Engine::changed(object);
            const bool abandoned = (object.state.flags & kAbandoned) != 0;
            object.state.flags = 0;
            return abandoned ? WAIT_ABANDONED : WAIT_OBJECT_0;
        }
        case ObjectType::semaphore:
            --object.state.count;
            Engine::changed(object);
            return WAIT_OBJECT_0;
        case ObjectType::port: return WAIT_OBJECT_0;  // its packets stay
        default:
            if (object.limit != 0) {  // an event or a timer that one wait resets
                object.state.count = 0;
                Engine::changed(object);
            }
            if (object.type == ObjectType::timer) timer_taken(object);
            return WAIT_OBJECT_0;
    }
}

}  // namespace explore
