// waits.cpp - waits for one object, for any of several, for all of them.
//
// A wait with a time-out may end early as well as late, because other threads may be arbitrarily
// slow: it is tried as a poll, a few times per thread, and after that it times out only when nobody
// else can go on.
#include "common/explore/model/model.hpp"
#include "common/explore/redirect/calls.hpp"

#include <algorithm>
#include <utility>

namespace explore {
namespace {

constexpr std::uint16_t kAbandoned = 1;  // a mutex whose owner ended

bool satisfied(const Object& object, const Thread& self) {
    if (object.type == ObjectType::mutex)
        return object.state.owner == kNobody || object.state.owner == self.id;
    return object.state.count > 0;
}

// Announces the wait and returns true when it can be satisfied, false on a time-out.
bool wait_for(Thread& self, Object* const* objects, DWORD count, bool all, DWORD milliseconds,
              const Place& place) {
    Engine& engine = the_engine;
    const bool poll = milliseconds == 0;
    const bool timed = !poll && milliseconds != INFINITE;
    const bool early = timed && self.early_time_outs < engine.settings().early_time_outs;
    Operation& next = self.pending;
    next = Operation{};
    next.kind = poll ? Kind::poll : Kind::wait;
    next.want = poll || early ? Want::nothing : Want::signaled;
    next.by_wait = true;
    next.all = all;
    next.count = static_cast<std::uint16_t>(count);
    next.object = objects[0];
    next.objects = objects;
    next.place = place;
    if (poll && count == 1) engine.look(self, next);
    if (timed) self.due = engine.now + std::uint64_t{milliseconds} * 10'000;
    self.timed_out = false;
    engine.perform(self);
    const std::uint64_t due = std::exchange(self.due, 0);
    if (self.timed_out) {
        self.time += std::uint64_t{milliseconds} * 10'000;
        engine.note("times out");
        return false;
    }
    DWORD ready = 0;
    for (DWORD i = 0; i < count; ++i) ready += satisfied(*objects[i], self) ? 1 : 0;
    if (all ? ready == count : ready > 0) {
        engine.acted(self);
        return true;
    }
    engine.note(poll ? "not signaled" : "times out");
    if (poll && count == 1) engine.looked(self, *objects[0], place);
    if (early) {
        ++self.early_time_outs;
        self.time += std::uint64_t{milliseconds} * 10'000;
        engine.now = std::max(engine.now, due);
    }
    return false;
}

}  // namespace

DWORD take(Thread& self, Object& object) {
    Engine& engine = the_engine;
    engine.acquire(self, object);
    switch (object.type) {
        case ObjectType::mutex: {
            ++object.state.count;
            object.state.owner = self.id;
            Engine::changed(object);
            const bool abandoned = (object.state.flags & kAbandoned) != 0;
            object.state.flags = 0;
            return abandoned ? WAIT_ABANDONED : WAIT_OBJECT_0;
        }
        case ObjectType::semaphore:
            --object.state.count;
            Engine::changed(object);
            return WAIT_OBJECT_0;
        default:
            if (object.wait_writes) {
                object.state.count = 0;
                Engine::changed(object);
            }
            return WAIT_OBJECT_0;
    }
}

}  // namespace explore

using namespace explore;

DWORD explored_WaitForSingleObject(HANDLE handle, DWORD milliseconds, const char* file, int line) {
    const Place place{file, line};
    Thread& self = the_engine.self();
    Object* object = object_of(handle, "WaitForSingleObject", place);
    if (object == nullptr) return WAIT_FAILED;
    if (!wait_for(self, &object, 1, false, milliseconds, place)) return WAIT_TIMEOUT;
    return take(self, *object);
}

DWORD explored_WaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL all,
                                      DWORD milliseconds, const char* file, int line) {
    const Place place{file, line};
    Thread& self = the_engine.self();
    if (count == 0 || count > MAXIMUM_WAIT_OBJECTS) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return WAIT_FAILED;
    }
    Object* objects[MAXIMUM_WAIT_OBJECTS];
    for (DWORD i = 0; i < count; ++i) {
        objects[i] = object_of(handles[i], "WaitForMultipleObjects", place);
        if (objects[i] == nullptr) return WAIT_FAILED;
    }
    if (!wait_for(self, objects, count, all != FALSE, milliseconds, place)) return WAIT_TIMEOUT;
    if (all) {
        DWORD result = WAIT_OBJECT_0;
        for (DWORD i = 0; i < count; ++i)
            if (take(self, *objects[i]) == WAIT_ABANDONED) result = WAIT_ABANDONED;
        return result;
    }
    for (DWORD i = 0; i < count; ++i)
        if (satisfied(*objects[i], self)) return take(self, *objects[i]) + i;
    return WAIT_FAILED;
}
