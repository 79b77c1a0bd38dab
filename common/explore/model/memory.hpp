// memory.hpp - accesses of an explored program to its variables.
#pragma once

#include "common/explore/engine/engine.hpp"

namespace explore {

/// A plain access that the compiler or Shared<T> reports.
void plain_access(const void* address, std::size_t bytes, bool write, const void* site);
/// An atomic access: returns when it is to be carried out.
Object& atomic_step(const void* address, std::size_t bytes, bool write, const Place& place);
void atomic_done(Object& object, bool changed, const Place& place);

/// Marks a block as freed: any access to it from now on is a finding.
void free_memory(const void* address, std::size_t bytes, const void* site);

/// A device uses the memory of a request. Finding: the lab has not waited for that, or will not.
void device_access(Thread& by, const void* address, std::size_t bytes, bool write);
/// The model is about to write the lab's memory.
void save_global(const void* address, std::size_t bytes);

}  // namespace explore
