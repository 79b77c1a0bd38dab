// sleepers.cpp - wake-ups for condition variables and addresses.
#include "common/explore/model/model.hpp"
#include "common/explore/model/user_model.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace explore {
namespace {

std::deque<Sleepers> pool;
std::size_t pool_used = 0;

// What spurious wake-ups a thread has left, and the object that it and its agent race for.
struct Spurious {
    Object* object = nullptr;
    int left = 0;
};
Spurious spurious[kMaxThreads];

void come_for_nothing(Thread& agent) {
    ++agent.pending.object->state.count;
    the_engine.end_agent(agent);
}

void offer(Thread& agent, Object& object, const Place& place) {
    agent.pending = Operation{};
    agent.pending.kind = Kind::spurious;
    agent.pending.write = true;
    agent.pending.count = 1;
    agent.pending.object = &object;
    agent.pending.place = place;
}

}  // namespace

void Sleepers::add(int thread) { sleeping_ |= bit(thread); }

bool Sleepers::wake_one() {
    if (tickets_ >= std::popcount(sleeping_)) return false;
    ticket_[tickets_++] = sleeping_;
    return true;
}

bool Sleepers::wake_all() {
    bool any = false;
    while (wake_one()) any = true;
    return any;
}

bool Sleepers::leave(int thread) {
    const auto names = [&](ThreadMask ticket) { return (ticket & bit(thread)) != 0; };
    ThreadMask* const end = ticket_ + tickets_;
    ThreadMask* const taken = std::find_if(ticket_, end, names);
    const bool had_one = taken != end;
    if (had_one) {
        std::copy(taken + 1, end, taken);
        --tickets_;
    }
    sleeping_ &= ~bit(thread);
    for (int i = 0; i < tickets_; ++i) ticket_[i] &= ~bit(thread);
    return had_one;
}

Sleepers& sleepers_of(Object& object) {
    if (object.model == nullptr) {
        if (pool_used == pool.size()) pool.emplace_back();
        Sleepers& made = pool[pool_used++];
        made.clear();
        object.model = &made;
    }
    return *static_cast<Sleepers*>(object.model);
}

bool sleep(Thread& self, Object& queue, DWORD milliseconds, const Place& place) {
    Engine& engine = the_engine;
    const bool timed = milliseconds != INFINITE;
    const bool early =
        milliseconds == 0 || (timed && self.early_time_outs < engine.settings().early_time_outs);
    if (timed) self.due = self.time + std::uint64_t{milliseconds} * 10'000;
    self.timed_out = false;
    engine.perform(self, Kind::wait, early ? Want::nothing : Want::woken, true, &queue, place);
    const std::uint64_t due = std::exchange(self.due, 0);
    Sleepers& sleepers = sleepers_of(queue);
    const bool woken = sleepers.leave(self.id);
    queue.state.woken = sleepers.woken();
    engine.acted(self);
    if (woken) {
        engine.acquire(self, queue);
        return true;
    }
    if (early && milliseconds != 0) ++self.early_time_outs;
    engine.now = std::max(engine.now, due);
    self.time += std::uint64_t{milliseconds} * 10'000;
    engine.note("times out");
    return false;
}

void wake(Object& queue, bool everybody, const Place& place) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    engine.perform(self, Kind::wake, Want::nothing, true, &queue, place);
    engine.acted(self);
    Sleepers& sleepers = sleepers_of(queue);
    if (!(everybody ? sleepers.wake_all() : sleepers.wake_one())) {
        engine.note("nobody sleeps there");
        signal_lost(queue, Lost::nobody_waited, place);
        return;
    }
    queue.state.woken = sleepers.woken();
    Engine::changed(queue);
    engine.release(self, queue);
}

bool wakes_for_nothing(Thread& self, const Place& place) {
    Engine& engine = the_engine;
    Spurious& mine = spurious[self.id];
    if (mine.object == nullptr) {
        mine.left = engine.settings().spurious_wake_ups;
        if (mine.left == 0) return false;
        mine.object = &engine.create(ObjectType::device, engine.key_of_new(self));
        offer(engine.create_agent(self, come_for_nothing, false), *mine.object, place);
    }
    if (mine.left == 0) return false;
    engine.perform(self, Kind::spurious, Want::nothing, true, mine.object, place);
    if (mine.object->state.count == 0) return false;
    mine.object->state.count = 0;
    if (--mine.left != 0)
        offer(engine.create_agent(self, come_for_nothing, false), *mine.object, place);
    return true;
}

void reset_sleepers() {
    pool_used = 0;
    std::fill_n(spurious, the_engine.former_threads(), Spurious{});
}

}  // namespace explore
