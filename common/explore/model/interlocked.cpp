// interlocked.cpp - the explorer's side of the Interlocked functions.
#include "common/explore/redirect/interlocked.hpp"

#include "common/explore/model/atomics.hpp"
#include "common/explore/model/model.hpp"

#include <cstring>

namespace explore {

void* begin_interlocked(volatile void* address, std::size_t bytes, const char* file, int line) {
    if (!the_engine.active()) return nullptr;
    Object& object = begin_update(const_cast<const void*>(address), bytes, {file, line});
    ++object.uses;
    return &object;
}

void end_interlocked(void* step, bool changed, int order, const char* file, int line) {
    if (step != nullptr) end_update(*static_cast<Object*>(step), changed, order, {file, line});
}

std::uint64_t interlocked_load(const volatile void* address, std::size_t bytes, int order,
                               const char* file, int line) {
    const void* at = const_cast<const void*>(address);
    if (the_engine.active()) return load_atomic(at, bytes, order, {file, line});
    std::uint64_t value = 0;
    std::memcpy(&value, at, bytes);
    return value;
}

void interlocked_store(volatile void* address, std::size_t bytes, std::uint64_t value, int order,
                       const char* file, int line) {
    void* at = const_cast<void*>(address);
    if (the_engine.active())
        store_atomic(at, bytes, value, order, {file, line});
    else
        std::memcpy(at, &value, bytes);
}

}  // namespace explore

using namespace explore;

unsigned char explored_InterlockedCompareExchange128(LONG64 volatile* target, LONG64 high,
                                                     LONG64 low, LONG64* comparand,
                                                     const char* file, int line) {
    LONG64* at = const_cast<LONG64*>(target);
    Engine& engine = the_engine;
    const Place place{file, line};
    Object* halves[2] = {};
    if (engine.active()) begin_wide_update(at, halves, place);
    const bool equal = at[0] == comparand[0] && at[1] == comparand[1];
    const bool changed = equal && (at[0] != low || at[1] != high);
    comparand[0] = at[0];
    comparand[1] = at[1];
    if (equal) {
        at[0] = low;
        at[1] = high;
    }
    if (engine.active())
        for (Object* half : halves) end_update(*half, changed, kSequential, place);
    return equal ? 1 : 0;
}

void explored_MemoryBarrier(const char* file, int line) {
    if (the_engine.active()) atomic_fence(kSequential, {file, line});
}

void explored_YieldProcessor(const char* file, int line) {
    Engine& engine = the_engine;
    if (engine.active())
        engine.perform(engine.self(), Kind::yield, Want::nothing, false, nullptr, {file, line});
}
