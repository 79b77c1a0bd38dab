// memory.hpp - accesses of an explored program to its variables.
#pragma once

#include "common/explore/engine/engine.hpp"

namespace explore {

/// An access that the compiler reports. A volatile one is a step of its own, as on Windows code
/// relies: it is whole, and orders nothing else.
void plain_access(const void* address, std::size_t bytes, bool write, bool is_volatile,
                  const void* site);
/// Marks a block as freed: any access to it from now on is a finding.
void free_memory(const void* address, std::size_t bytes, const void* site);

/// An object that lives at this address has been used: is that memory still there?
void object_used(const Object& object, std::size_t bytes, const Place& place);

/// What the steps on a variable of that size are steps on. Four aligned bytes are one object, and
/// so are eight if they are used as a whole. The bytes of one access lie in one word of eight.
Object& variable_at(const void* address, std::size_t bytes);
/// Keeps the old value if the variable outlives the execution.
void save_global(Engine& engine, const void* address, std::size_t bytes);
/// Ends the execution if the access races with an earlier one.
void detect_race(Engine& engine, Thread& self, const void* address, std::size_t bytes, Touch touch,
                 const void* site);
/// A device uses the memory of a request. Finding: the lab has not waited for that, or will not.
void device_access(Thread& by, const void* address, std::size_t bytes, bool write);

}  // namespace explore
