// memory.hpp - accesses of an explored program to its variables.
#pragma once

#include "common/explore/engine/engine.hpp"

namespace explore {

/// Plain accesses after which a thread without a visible step gives way: it may be waiting, in a
/// loop, for what another one will write.
inline constexpr std::uint32_t kQuietLimit = 100'000;

/// Keeps the old value if the variable outlives the execution.
void save_global(Engine& engine, const void* address, std::size_t bytes);
/// Ends the execution if the access races with an earlier one.
void detect_race(Engine& engine, Thread& self, const void* address, std::size_t bytes, Touch touch,
                 const void* site);

/// An access that the compiler reports. A volatile one is a step of its own, as on Windows code
/// relies: it is whole, and orders nothing else.
void plain_access(const void* address, std::size_t bytes, bool write, bool is_volatile,
                  const void* site);
/// The same for most accesses, which are not volatile and only checked for races.
template <bool kWrite>
void plain_access(const void* address, std::size_t bytes, const void* site) {
    Engine& engine = the_engine;
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    Thread& self = engine.self();
    if (!engine.only_races() || self.quiet >= kQuietLimit || (at & 7) + bytes > 8)
        return plain_access(address, bytes, kWrite, false, site);
    ++self.quiet;
    const bool local = engine.backend.owns(self.id, address);
    if (kWrite && !local) save_global(engine, address, bytes);
    if (engine.alone() || (local && engine.unobserved(self))) return;
    constexpr Touch kTouch = kWrite ? Touch::write : Touch::read;
    if (!engine.shadow.enter_ordered<kWrite>(self, at, static_cast<unsigned>(bytes), site))
        detect_race(engine, self, address, bytes, kTouch, site);
}
/// Marks a block as freed: any access to it from now on is a finding.
void free_memory(const void* address, std::size_t bytes, const void* site);

void heap_object_used(const Object& object, std::size_t bytes, const void* site);
/// An object that lives at this address has been used: is that memory still there?
inline void object_used(const Object& object, std::size_t bytes, const void* site) {
    if (the_engine.arena.contains(object.address)) heap_object_used(object, bytes, site);
}

/// What the steps on a variable of that size are steps on. Four aligned bytes are one object, and
/// so are eight if they are used as a whole. The bytes of one access lie in one word of eight.
Object& variable_at(const void* address, std::size_t bytes);
/// A device uses the memory of a request. Finding: the lab has not waited for that, or will not.
void device_access(Thread& by, const void* address, std::size_t bytes, bool write);

}  // namespace explore
