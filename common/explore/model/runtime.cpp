// runtime.cpp - the explorer's side of the instrumentation.
#include "common/explore/redirect/runtime.hpp"

#include "common/explore/model/atomics.hpp"
#include "common/explore/model/model.hpp"
#include "common/explore/model/user_model.hpp"

#include <cstdio>

namespace explore {
namespace {

Place place_of(const void* site) {
    Place place;
    place.address = site;
    return place;
}

}  // namespace

Gate the_gate;

void plain_read(const void* address, std::size_t bytes, const void* site) {
    plain_access<false>(address, bytes, site);
}

void volatile_read(const void* address, std::size_t bytes, const void* site) {
    plain_access(address, bytes, false, true, site);
}

void volatile_write(const void* address, std::size_t bytes, const void* site) {
    plain_access(address, bytes, true, true, site);
}

void plain_write(const void* address, std::size_t bytes, const void* site) {
    plain_access<true>(address, bytes, site);
}

std::uint64_t atomic_load(const volatile void* address, std::size_t bytes, int order,
                          const void* site) {
    return load_atomic(const_cast<const void*>(address), bytes, order, place_of(site));
}

void atomic_store(volatile void* address, std::size_t bytes, std::uint64_t value, int order,
                  const void* site) {
    store_atomic(const_cast<const void*>(address), bytes, value, order, place_of(site));
}

void* begin_atomic(volatile void* address, std::size_t bytes, const void* site) {
    if (!the_gate.open) return nullptr;
    return &begin_update(const_cast<const void*>(address), bytes, place_of(site));
}

void end_atomic(void* step, bool changed, int order, const void* site) {
    if (step != nullptr) end_update(*static_cast<Object*>(step), changed, order, place_of(site));
}

void name_thread(const char* name) {
    if (!the_engine.active()) return;
    Thread& self = the_engine.self();
    std::snprintf(self.own_name, sizeof self.own_name, "%s", name);
    self.name = self.own_name;
    the_engine.backend.show_name(self.id, self.own_name);
}

const char* thread_name() {
    if (!the_engine.active() || the_engine.self().name == nullptr) return "";
    return the_engine.self().name;
}

void enter_wrapper(const char* file, int line) {
    if (!the_engine.active()) return;
    Thread& self = the_engine.self();
    if (self.wrapper.file == nullptr) self.wrapper = {file, line};
}

void leave_wrapper() {
    if (the_engine.active()) the_engine.self().wrapper = {};
}

void fence(int order, const void* site) {
    if (the_gate.open) atomic_fence(order, place_of(site));
}

void* allocate(std::size_t bytes, std::size_t alignment, const void* site) {
    if (!the_gate.open) return nullptr;
    void* memory = allocate_here(the_engine.self(), bytes, alignment, site);
    if (the_engine.trace != nullptr) the_engine.trace->allocated(the_engine.self(), memory, bytes);
    return memory;
}

bool allocated(const void* memory, std::size_t& bytes) {
    if (memory == nullptr || !the_engine.arena.contains(memory)) return false;
    bytes = Arena::block(const_cast<void*>(memory))->bytes;
    return true;
}

bool release(void* memory, const void* site) {
    if (memory == nullptr) return true;
    Engine& engine = the_engine;
    if (!engine.arena.contains(memory)) return false;
    if (!the_gate.open) return true;
    Block* block = Arena::block(memory);
    if (block->freed != 0) engine.fail(Outcome::use_after_free, "a block is freed twice");
    block->freed = 1;
    free_memory(memory, block->bytes, site);
    return true;
}

}  // namespace explore
