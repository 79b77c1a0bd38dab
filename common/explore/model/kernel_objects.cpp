// kernel_objects.cpp - mutexes, semaphores and events.
#include "common/explore/model/kernel.hpp"
#include "common/explore/redirect/kernel_calls.hpp"

namespace {

using namespace explore;

// A new object, or nullptr if one of that name exists: then `handle` is the answer.
Object* create(ObjectType type, LPCWSTR text, const Place& place, HANDLE& handle) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    const Name name = look_up(self, text, place);
    if (name.refused) return nullptr;
    if (name.found != nullptr) {
        handle = open_existing(name, type, place);
        return nullptr;
    }
    Object& object = engine.create(type, name.name != nullptr ? name.key : engine.key_of_new(self));
    give_name(name, object);
    return &object;
}

}  // namespace

HANDLE explored_CreateMutexW(LPSECURITY_ATTRIBUTES, BOOL owned, LPCWSTR name, const char* file,
                             int line) {
    const Thread& self = the_engine.self();
    HANDLE existing = nullptr;
    Object* made = create(ObjectType::mutex, name, {file, line}, existing);
    if (made == nullptr) return existing;
    Object& object = *made;
    if (owned) {
        object.state.owner = self.id;
        object.state.count = 1;
    }
    ::SetLastError(ERROR_SUCCESS);
    return open_handle(object, {file, line});
}

BOOL explored_ReleaseMutex(HANDLE handle, const char* file, int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    Thread& self = engine.self();
    Object* object = object_of(handle, ObjectType::mutex, "ReleaseMutex", place);
    if (object == nullptr) return FALSE;
    engine.perform(self, Kind::leave, Want::nothing, true, object, place);
    if (object->state.owner != self.id) {
        if (engine.settings().report_misuse)
            engine.fail(Outcome::not_owner, describe(self) + " releases " + describe(*object) +
                                                " at " + text_of(place) + " without owning it");
        ::SetLastError(ERROR_NOT_OWNER);
        return FALSE;
    }
    engine.acted(self);
    if (--object->state.count == 0) {
        object->state.owner = kNobody;
        Engine::changed(*object);
        engine.release(self, *object);
    }
    return TRUE;
}

HANDLE explored_CreateSemaphoreW(LPSECURITY_ATTRIBUTES, LONG initial, LONG maximum, LPCWSTR name,
                                 const char* file, int line) {
    if (maximum <= 0 || initial < 0 || initial > maximum) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    HANDLE existing = nullptr;
    Object* made = create(ObjectType::semaphore, name, {file, line}, existing);
    if (made == nullptr) return existing;
    Object& object = *made;
    object.state.count = initial;
    object.limit = maximum;
    ::SetLastError(ERROR_SUCCESS);
    return open_handle(object, {file, line});
}

BOOL explored_ReleaseSemaphore(HANDLE handle, LONG count, LPLONG previous, const char* file,
                               int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    Thread& self = engine.self();
    Object* object = object_of(handle, ObjectType::semaphore, "ReleaseSemaphore", place);
    if (object == nullptr) return FALSE;
    if (count <= 0) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    engine.perform(self, Kind::signal, Want::nothing, true, object, place);
    engine.acted(self);
    if (count > object->limit - object->state.count) {
        if (engine.settings().report_misuse)
            engine.fail(Outcome::semaphore_overflow,
                        describe(self) + " releases " + describe(*object) + " at " +
                            text_of(place) + " although its count is " +
                            std::to_string(object->state.count) + " and its maximum " +
                            std::to_string(object->limit));
        ::SetLastError(ERROR_TOO_MANY_POSTS);
        return FALSE;
    }
    if (previous != nullptr) *previous = object->state.count;
    object->state.count += count;
    Engine::changed(*object);
    engine.release(self, *object);
    return TRUE;
}

HANDLE explored_CreateEventW(LPSECURITY_ATTRIBUTES, BOOL manual, BOOL signaled, LPCWSTR name,
                             const char* file, int line) {
    HANDLE existing = nullptr;
    Object* made = create(ObjectType::event, name, {file, line}, existing);
    if (made == nullptr) return existing;
    Object& object = *made;
    object.state.count = signaled ? 1 : 0;
    object.limit = manual ? 0 : 1;
    // Where events are pulsed, a wait enters itself with each event, and takes its name out again.
    object.wait_writes = !manual || the_engine.has(kPulses);
    ::SetLastError(ERROR_SUCCESS);
    return open_handle(object, {file, line});
}

BOOL explored_SetEvent(HANDLE handle, const char* file, int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    Thread& self = engine.self();
    Object* object = object_of(handle, ObjectType::event, "SetEvent", place);
    if (object == nullptr) return FALSE;
    engine.perform(self, Kind::signal, Want::nothing, true, object, place);
    engine.acted(self);
    if (object->state.count != 0) {
        engine.note("it was set already");
        signal_lost(*object, Lost::already_set, place);
    }
    object->state.count = 1;
    Engine::changed(*object);
    engine.release(self, *object);
    return TRUE;
}

BOOL explored_ResetEvent(HANDLE handle, const char* file, int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    Thread& self = engine.self();
    Object* object = object_of(handle, ObjectType::event, "ResetEvent", place);
    if (object == nullptr) return FALSE;
    engine.perform(self, Kind::reset, Want::nothing, true, object, place);
    engine.acted(self);
    if (object->state.count != 0) signal_lost(*object, Lost::reset, place);
    object->state.count = 0;
    Engine::changed(*object);
    return TRUE;
}

// Wakes those who wait at this moment - all of them, or one if the event is an automatic one - and
// leaves the event reset. Which one: whoever of them goes on first. Until then the next pulse
// waits; that loses nothing, because a thread that goes on does nothing else in that step.
BOOL explored_PulseEvent(HANDLE handle, const char* file, int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    engine.need(kPulses);
    Thread& self = engine.self();
    Object* object = object_of(handle, ObjectType::event, "PulseEvent", place);
    if (object == nullptr) return FALSE;
    Object* objects[] = {object, &order_of_pulses()};
    Operation& next = self.pending;
    next = Operation{};
    next.kind = Kind::pulse;
    next.want = object->limit != 0 ? Want::settled : Want::nothing;
    next.write = true;
    next.all = true;
    next.count = 2;
    next.object = object;
    next.objects = objects;
    next.place = place;
    engine.perform(self);
    engine.acted(self);
    if (pulse(self, *object) == 0) {
        engine.note("nobody waits: it is lost");
        signal_lost(*object, Lost::nobody_waited, place);
    }
    object->state.count = 0;
    Engine::changed(*object);
    engine.release(self, *object);
    return TRUE;
}

HANDLE explored_OpenMutexW(DWORD, BOOL, LPCWSTR name, const char* file, int line) {
    return open_by_name(name, ObjectType::mutex, {file, line});
}

HANDLE explored_OpenEventW(DWORD, BOOL, LPCWSTR name, const char* file, int line) {
    return open_by_name(name, ObjectType::event, {file, line});
}

HANDLE explored_OpenSemaphoreW(DWORD, BOOL, LPCWSTR name, const char* file, int line) {
    return open_by_name(name, ObjectType::semaphore, {file, line});
}

HANDLE explored_CreateMutexExW(LPSECURITY_ATTRIBUTES, LPCWSTR name, DWORD flags, DWORD,
                               const char* file, int line) {
    return explored_CreateMutexW(nullptr, (flags & CREATE_MUTEX_INITIAL_OWNER) != 0, name, file,
                                 line);
}

HANDLE explored_CreateEventExW(LPSECURITY_ATTRIBUTES, LPCWSTR name, DWORD flags, DWORD,
                               const char* file, int line) {
    return explored_CreateEventW(nullptr, (flags & CREATE_EVENT_MANUAL_RESET) != 0,
                                 (flags & CREATE_EVENT_INITIAL_SET) != 0, name, file, line);
}

HANDLE explored_CreateSemaphoreExW(LPSECURITY_ATTRIBUTES, LONG initial, LONG maximum, LPCWSTR name,
                                   DWORD, DWORD, const char* file, int line) {
    return explored_CreateSemaphoreW(nullptr, initial, maximum, name, file, line);
}
