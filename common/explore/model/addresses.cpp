// addresses.cpp - WaitOnAddress: sleep while a variable keeps its value.
//
// Those who sleep on an address have a queue there. Comparing and beginning to sleep is one step:
// it reads the variable and writes the queue.
// https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitonaddress
#include "common/explore/model/kernel.hpp"
#include "common/explore/model/memory.hpp"
#include "common/explore/model/model.hpp"
#include "common/explore/model/user_model.hpp"
#include "common/explore/redirect/user_calls.hpp"

#include <cstring>

namespace explore {
namespace {

Object& queue_at(const void* address) { return the_engine.at(ObjectType::address, address); }

// "it is 0, as given: sleeps"
void note_sleep(const void* value, std::size_t bytes, bool stays_awake) {
    if (the_engine.trace == nullptr) return;
    std::uint64_t raw = 0;
    std::memcpy(&raw, value, bytes);
    const std::size_t unused = 8 * (8 - bytes);  // bits; the others are a number with a sign
    const std::int64_t number = static_cast<std::int64_t>(raw << unused) >> unused;
    const std::string note = "it is " + std::to_string(number) +
                             ", as given: " + (stays_awake ? "wakes for nothing" : "sleeps");
    the_engine.note(note.c_str());
}

// True if the variable still has that value: then the thread sleeps, unless it stays awake.
bool compare(Thread& self, const void* address, const void* value, std::size_t bytes, Object& queue,
             Object* port, bool stays_awake, const Place& place) {
    Engine& engine = the_engine;
    Object& variable = variable_at(address, bytes);
    variable.wait_writes = false;
    Object* all[] = {&queue, &variable, port};
    Operation& next = self.pending;
    next = Operation{};
    next.kind = Kind::begin_wait;
    next.by_wait = true;
    next.count = port != nullptr ? 3 : 2;
    next.object = all[0];
    next.objects = all;
    next.place = place;
    engine.perform(self);
    if (engine.settings().detect_races)
        detect_race(engine, self, address, bytes, Touch::atomic_read, place.address);
    if (std::memcmp(address, value, bytes) != 0) {
        engine.note("it has changed already");
        return false;
    }
    note_sleep(value, bytes, stays_awake);
    if (stays_awake) return true;
    sleepers_of(queue).add(self.id);
    if (port != nullptr) leave_port(self);
    return true;
}

}  // namespace
}  // namespace explore

using namespace explore;

BOOL explored_WaitOnAddress(volatile VOID* address, PVOID value, SIZE_T bytes, DWORD milliseconds,
                            const char* file, int line) {
    if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    const Place place{file, line};
    Thread& self = the_engine.self();
    const void* at = const_cast<const void*>(address);
    Object& queue = queue_at(at);
    const bool for_nothing = wakes_for_nothing(self, place);
    Object* port = for_nothing ? nullptr : limiting_port(self);
    if (!compare(self, at, value, bytes, queue, port, for_nothing, place) || for_nothing)
        return TRUE;
    const bool woken = sleep(self, queue, milliseconds, place);
    return_to_port(self, port, place);
    if (woken) return TRUE;
    ::SetLastError(ERROR_TIMEOUT);
    return FALSE;
}

void explored_WakeByAddressSingle(PVOID address, const char* file, int line) {
    wake(queue_at(address), false, {file, line});
}

void explored_WakeByAddressAll(PVOID address, const char* file, int line) {
    wake(queue_at(address), true, {file, line});
}
