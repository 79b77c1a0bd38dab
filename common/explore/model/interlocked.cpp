// interlocked.cpp - the two halves of an interlocked step.
#include "common/explore/redirect/interlocked.hpp"
#include "common/explore/model/memory.hpp"

namespace explore {

void* begin_interlocked(const volatile void* address, std::size_t bytes, const char* file,
                        int line) {
    if (!the_engine.active()) return nullptr;
    Object& object = atomic_step(const_cast<const void*>(address), bytes, true, {file, line});
    ++object.uses;
    the_engine.acquire(the_engine.self(), object);
    return &object;
}

void end_interlocked(void* step, bool changed, const char* file, int line) {
    if (step == nullptr) return;
    Object& object = *static_cast<Object*>(step);
    the_engine.release(the_engine.self(), object);
    atomic_done(object, changed, {file, line});
}

}  // namespace explore
