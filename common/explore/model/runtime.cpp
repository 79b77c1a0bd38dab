// runtime.cpp - the explorer's side of the instrumentation.
#include "common/explore/redirect/runtime.hpp"

#include "common/explore/model/memory.hpp"
#include "common/explore/model/model.hpp"

#include <cstdio>

namespace explore {
namespace {

Gate the_gate;
Gate* the_copy = nullptr;

constexpr int kRelaxed = 0, kRelease = 3, kAcquireRelease = 4;

bool acquires(int order) { return order != kRelaxed && order != kRelease; }
bool releases(int order) { return order >= kRelease; }

}  // namespace

Gate& gate() { return the_gate; }

void mirror_gate(Gate* copy) {
    the_copy = copy;
    *copy = the_gate;
}

void open_gate(bool open) {
    the_gate.open = open;
    if (the_copy != nullptr) the_copy->open = open;
}

void plain_read(const void* address, std::size_t bytes, const void* site) {
    plain_access(address, bytes, false, site);
}

void plain_write(const void* address, std::size_t bytes, const void* site) {
    plain_access(address, bytes, true, site);
}

void* begin_atomic(const volatile void* address, std::size_t bytes, bool write, int order,
                   const void* site) {
    if (!the_gate.open) return nullptr;
    Place place;
    place.address = site;
    Object& object = atomic_step(const_cast<const void*>(address), bytes, write, place);
    if (acquires(order)) the_engine.acquire(the_engine.self(), object);
    return &object;
}

void end_atomic(void* step, bool write, bool changed, int order, const void* site) {
    if (step == nullptr) return;
    Place place;
    place.address = site;
    Object& object = *static_cast<Object*>(step);
    if (write && releases(order)) the_engine.release(the_engine.self(), object);
    atomic_done(object, changed, place);
}

void name_thread(const char* name) {
    if (!the_engine.active()) return;
    Thread& self = the_engine.self();
    std::snprintf(self.own_name, sizeof self.own_name, "%s", name);
    self.name = self.own_name;
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

void fence(int, const void*) {}

void* allocate(std::size_t bytes, std::size_t alignment, const void* site) {
    if (!the_gate.open) return nullptr;
    Engine& engine = the_engine;
    Thread& self = engine.self();
    void* memory = engine.arena.allocate(self.id, bytes, alignment, site);
    if (memory == nullptr)
        engine.fail(Outcome::out_of_memory, describe(self) + " has allocated more than " +
                                                std::to_string(Arena::kBytesPerThread >> 20) +
                                                " MiB in one execution");
    return memory;
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
