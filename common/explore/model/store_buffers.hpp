// store_buffers.hpp - x86-TSO: a store reaches the others some time after its thread went on.
//
// Each thread's stores wait in a queue of its own; an agent takes them to memory, the oldest first,
// whenever it is its turn. Issuing a store is no visible step, draining it is one.
// P. Sewell et al.: x86-TSO, CACM 53(7), 2010.
#pragma once

#include "common/explore/engine/engine.hpp"

namespace explore {

/// True if a store by this thread to that address may be delayed. One to its own stack is not: the
/// variable could be gone when the store arrives.
bool buffers(Engine& engine, const Thread& self, const void* address);
/// Queues a store. `released` is what a thread that reads it with acquire will have seen; nullptr:
/// nothing.
void buffer_store(Thread& self, Object& object, const void* address, std::size_t bytes,
                  std::uint64_t value, const std::uint32_t* released, const Place& place);

/// Has the thread, since its last step in order, stored to some of these bytes? Then a load must
/// look into the queue; `part` tells that it covers some of them only.
bool stored_lately(const Thread& self, const void* address, std::size_t bytes, bool* part);
/// Replaces the bytes of `value` that the queue has newer ones for. False: there are none.
bool forward(const Thread& self, const void* address, std::size_t bytes, void* value);
/// A step that waits until the queue is empty, if the thread has stored anything since its last
/// one.
void drain_all(Thread& self, const Place& place);

/// Call before a store is queued: the queue is not endless.
void make_room(Thread& self, const Place& place);

/// Plain code loads and stores by itself, after the explorer was told. So memory shows the running
/// thread what it would see, until its next call of settle().
void watch_store(Object& object, const void* address, std::size_t bytes, const Place& place);
/// Call before the stores of one access are watched.
void begin_watching();
/// A statement may write here and read there, and the compiler tells of the write first. So what
/// the last access was to store, and has not stored yet, is put off until the read has been told.
/// (A store of the value that was there looks the same; its effect may come too late to be seen.)
void put_off_stores(Thread& self);
void watch_again(Thread& self);
void show_own(Thread& self, const void* address, std::size_t bytes);
void settle(Thread& self);

/// The thread has ended; its stores may still be on their way.
void end_store_buffer(Engine& engine, Thread& self);
void reset_store_buffers(Engine& engine);

}  // namespace explore
