// atomics.hpp - std::atomic, __atomic and Interlocked accesses, with their memory orders.
//
// Whoever goes first decides what a load reads: orders decide what else is known to have happened
// (data races), and with store buffers which stores may be late.
// https://en.cppreference.com/w/cpp/atomic/memory_order
#pragma once

#include "common/explore/model/memory.hpp"

namespace explore {

std::uint64_t load_atomic(const void* address, std::size_t bytes, int order, const Place& place);
void store_atomic(const void* address, std::size_t bytes, std::uint64_t value, int order,
                  const Place& place);
/// A read-modify-write: returns when it is to be carried out. Its order may depend on what it read.
Object& begin_update(const void* address, std::size_t bytes, const Place& place);
/// The same for sixteen bytes, which are two variables.
void begin_wide_update(const void* address, Object* (&halves)[2], const Place& place);
void end_update(Object& object, bool changed, int order, const Place& place);
void atomic_fence(int order, const Place& place);

void reset_atomics();

}  // namespace explore
