// kernel_objects.cpp - mutexes, semaphores and events.
#include "common/explore/model/model.hpp"
#include "common/explore/redirect/calls.hpp"

using namespace explore;

HANDLE explored_CreateMutexW(LPSECURITY_ATTRIBUTES, BOOL owned, LPCWSTR, const char* file,
                             int line) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    Object& object = engine.create(ObjectType::mutex, engine.key_of_new(self));
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

HANDLE explored_CreateSemaphoreW(LPSECURITY_ATTRIBUTES, LONG initial, LONG maximum, LPCWSTR,
                                 const char* file, int line) {
    if (maximum <= 0 || initial < 0 || initial > maximum) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    Engine& engine = the_engine;
    Object& object = engine.create(ObjectType::semaphore, engine.key_of_new(engine.self()));
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

HANDLE explored_CreateEventW(LPSECURITY_ATTRIBUTES, BOOL manual, BOOL signaled, LPCWSTR,
                             const char* file, int line) {
    Engine& engine = the_engine;
    Object& object = engine.create(ObjectType::event, engine.key_of_new(engine.self()));
    object.state.count = signaled ? 1 : 0;
    object.wait_writes = !manual;
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
