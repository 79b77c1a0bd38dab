// atomics.cpp - what each memory order lets a thread know.
//
// A store with release replaces what its variable passes on; a relaxed one passes on what the last
// release fence of its thread did, or nothing. A read-modify-write adds to it: it goes on with the
// release sequence. A relaxed load keeps what it could have acquired for the next acquire fence.
#include "common/explore/model/atomics.hpp"

#include "common/explore/model/store_buffers.hpp"
#include "common/explore/redirect/runtime.hpp"

#include <algorithm>
#include <cstring>

namespace explore {
namespace {

bool acquires(int order) { return order != kRelaxed && order != kRelease; }
bool releases(int order) { return order >= kRelease; }

// Of one thread: what relaxed loads have read, and what it knew at its last release fence.
struct Fences {
    bool has_read = false;
    bool has_released = false;
    std::uint32_t read[kMaxThreads];
    std::uint32_t released[kMaxThreads];
};
Fences fences[kMaxThreads];

void join(std::uint32_t* clock, const std::uint32_t* other) {
    for (int i = 0; i < the_engine.known_threads(); ++i) clock[i] = std::max(clock[i], other[i]);
}

void after_load(Thread& self, Object& object, int order) {
    if (acquires(order)) {
        the_engine.acquire(self, object);
        return;
    }
    Fences& own = fences[self.id];
    if (!own.has_read) std::fill_n(own.read, kMaxThreads, 0u);
    own.has_read = true;
    join(own.read, object.released);
}

// What a store of this order passes on; nullptr: nothing.
const std::uint32_t* passed_on(Thread& self, int order) {
    if (releases(order)) return self.clock;
    return fences[self.id].has_released ? fences[self.id].released : nullptr;
}

void step(Thread& self, Kind kind, bool write, bool in_order, Object& object, const Place& place) {
    settle(self);
    Operation& next = self.pending;
    next = Operation{};
    next.kind = kind;
    next.write = write;
    next.in_order = in_order;
    next.count = 1;
    next.object = &object;
    next.place = place;
    the_engine.look(self, next);
    the_engine.perform(self);
}

void done(Thread& self, Object& object, bool changed, const Place& place) {
    if (changed) {
        Engine::changed(object);
        the_engine.acted(self);
    } else {
        the_engine.looked(self, object, place);
    }
}

void detect(Thread& self, const void* address, std::size_t bytes, Touch touch, const Place& place) {
    if (the_engine.settings().detect_races)
        detect_race(the_engine, self, address, bytes, touch, place.address);
}

}  // namespace

std::uint64_t load_atomic(const void* address, std::size_t bytes, int order, const Place& place) {
    Thread& self = the_engine.self();
    settle(self);
    Object& object = variable_at(address, bytes);
    bool part = false;
    const bool own = stored_lately(self, address, bytes, &part);
    step(self, Kind::read, false, own && part, object, place);
    if (the_engine.trace != nullptr) the_engine.trace->value(address, bytes);
    detect(self, address, bytes, Touch::atomic_read, place);
    std::uint64_t value = 0;
    std::memcpy(&value, address, bytes);
    if (!forward(self, address, bytes, &value)) after_load(self, object, order);
    the_engine.looked(self, object, place);
    return value;
}

void store_atomic(const void* address, std::size_t bytes, std::uint64_t value, int order,
                  const Place& place) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    settle(self);
    save_global(engine, address, bytes);
    Object& object = variable_at(address, bytes);
    if (order != kSequential && buffers(engine, self, address)) {
        make_room(self, place);
        engine.leave_if_failed();
        detect(self, address, bytes, Touch::atomic_write, place);
        buffer_store(self, object, address, bytes, value, passed_on(self, order), place);
        if (releases(order)) ++self.clock[self.id];
        return;
    }
    step(self, Kind::write, true, true, object, place);
    if (engine.trace != nullptr) engine.trace->value(address, bytes);
    detect(self, address, bytes, Touch::atomic_write, place);
    const bool changed = std::memcmp(address, &value, bytes) != 0;
    std::memcpy(const_cast<void*>(address), &value, bytes);
    if (engine.trace != nullptr) engine.trace->value_done();
    if (const std::uint32_t* passed = passed_on(self, order))
        std::copy_n(passed, engine.known_threads(), object.released);
    else
        std::fill_n(object.released, engine.known_threads(), 0u);
    if (releases(order)) ++self.clock[self.id];
    done(self, object, changed, place);
}

Object& begin_update(const void* address, std::size_t bytes, const Place& place) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    settle(self);
    save_global(engine, address, bytes);
    Object& object = variable_at(address, bytes);
    step(self, Kind::interlocked, true, true, object, place);
    if (engine.trace != nullptr) engine.trace->value(address, bytes);
    detect(self, address, bytes, Touch::atomic_write, place);
    return object;
}

void begin_wide_update(const void* address, Object* (&halves)[2], const Place& place) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    settle(self);
    save_global(engine, address, 16);
    halves[0] = &variable_at(address, 8);
    halves[1] = &variable_at(static_cast<const char*>(address) + 8, 8);
    Operation& next = self.pending;
    next = Operation{};
    next.kind = Kind::interlocked;
    next.write = true;
    next.count = 2;
    next.object = halves[0];
    next.objects = halves;
    next.place = place;
    engine.perform(self);
    detect(self, address, 16, Touch::atomic_write, place);
}

void end_update(Object& object, bool changed, int order, const Place& place) {
    Thread& self = the_engine.self();
    if (the_engine.trace != nullptr) the_engine.trace->value_done();
    after_load(self, object, order);
    if (releases(order))
        the_engine.release(self, object);
    else if (fences[self.id].has_released)
        join(object.released, fences[self.id].released);
    done(self, object, changed, place);
}

void atomic_fence(int order, const Place& place) {
    Thread& self = the_engine.self();
    Fences& own = fences[self.id];
    if (order == kSequential) drain_all(self, place);
    if (acquires(order) && own.has_read) join(self.clock, own.read);
    if (!releases(order)) return;
    std::copy_n(self.clock, kMaxThreads, own.released);
    own.has_released = true;
    ++self.clock[self.id];
}

void reset_atomics() {
    for (int id = 0; id < the_engine.former_threads(); ++id)
        fences[id].has_read = fences[id].has_released = false;
}

}  // namespace explore
