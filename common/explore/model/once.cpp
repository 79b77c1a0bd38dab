// once.cpp - one-time initialization: INIT_ONCE, and the static variables of functions.
//
// https://learn.microsoft.com/windows/win32/sync/one-time-initialization
#include "common/explore/model/memory.hpp"
#include "common/explore/model/model.hpp"
#include "common/explore/redirect/runtime.hpp"
#include "common/explore/redirect/user_calls.hpp"

namespace explore {
namespace {

enum OnceFlag : std::uint16_t { kDone = 1, kShared = 2 };  // kShared: several may be at it

Object& once_at(PINIT_ONCE once) { return the_engine.at(ObjectType::init_once, once); }

Object& once_step(PINIT_ONCE once, Kind kind, Want want, const Place& place) {
    Object& object = once_at(once);
    Thread& self = the_engine.self();
    the_engine.perform(self, kind, want, true, &object, place);
    the_engine.acted(self);
    return object;
}

bool is_done(Object& object, LPVOID* context) {
    if ((object.state.flags & kDone) == 0) return false;
    the_engine.acquire(the_engine.self(), object);
    if (context != nullptr) *context = object.model;
    return true;
}

BOOL fails(DWORD error) {
    ::SetLastError(error);
    return FALSE;
}

// Windows keeps its own marks in the lowest bits of the context.
bool has_reserved_bits(LPVOID context) {
    return (reinterpret_cast<std::uintptr_t>(context) &
            ((1u << INIT_ONCE_CTX_RESERVED_BITS) - 1)) != 0;
}

void end_attempt(Object& object, bool done, LPVOID context) {
    object.state.owner = kNobody;
    object.state.flags = done ? kDone : 0;
    if (done) object.model = context;
    Engine::changed(object);
    the_engine.release(the_engine.self(), object);
}

BOOL begin_shared(PINIT_ONCE once, PBOOL pending, LPVOID* context, const Place& place) {
    Object& object = once_step(once, Kind::try_enter, Want::nothing, place);
    if (object.state.owner != kNobody) return fails(ERROR_INVALID_PARAMETER);
    const bool done = is_done(object, context);
    if (!done) object.state.flags |= kShared;
    *pending = done ? FALSE : TRUE;
    return TRUE;
}

}  // namespace

bool begin_static(void* guard, const void* site) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    Place place;
    place.address = site;
    save_global(engine, guard, 8);
    Object& object = variable_at(guard, 1);
    engine.perform(self, Kind::enter, Want::exclusive, true, &object, place);
    engine.acted(self);
    engine.acquire(self, object);
    if (*static_cast<char*>(guard) != 0) return false;
    object.state.owner = self.id;
    return true;
}

void end_static(void* guard, bool done, const void* site) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    Place place;
    place.address = site;
    Object& object = variable_at(guard, 1);
    engine.perform(self, Kind::leave, Want::nothing, true, &object, place);
    engine.acted(self);
    object.state.owner = kNobody;
    *static_cast<char*>(guard) = done ? 1 : 0;
    Engine::changed(object);
    engine.release(self, object);
}

}  // namespace explore

using namespace explore;

void explored_InitOnceInitialize(PINIT_ONCE once, const char*, int) {
    Object& object = once_at(once);
    object.state = State{};
    object.model = nullptr;
}

BOOL explored_InitOnceExecuteOnce(PINIT_ONCE once, PINIT_ONCE_FN function, PVOID parameter,
                                  LPVOID* context, const char* file, int line) {
    const Place place{file, line};
    Object& object = once_step(once, Kind::enter, Want::exclusive, place);
    if (is_done(object, context)) return TRUE;
    // The last error is the callback's alone:
    // https://devblogs.microsoft.com/oldnewthing/20170608-00/
    if ((object.state.flags & kShared) != 0) return FALSE;
    object.state.owner = the_engine.self().id;
    the_engine.acquire(the_engine.self(), object);
    LPVOID made = nullptr;
    const BOOL good = function(once, parameter, &made);
    const DWORD error = ::GetLastError();
    once_step(once, Kind::leave, Want::nothing, place);
    end_attempt(object, good != FALSE, made);
    ::SetLastError(error);
    if (good && has_reserved_bits(made))
        the_engine.fail(Outcome::bad_lock, "the callback of InitOnceExecuteOnce at " +
                                               text_of(place) +
                                               " returns a context whose lowest two bits are not "
                                               "zero; Windows keeps its state there");
    if (good && context != nullptr) *context = made;
    return good;
}

BOOL explored_InitOnceBeginInitialize(PINIT_ONCE once, DWORD flags, PBOOL pending, LPVOID* context,
                                      const char* file, int line) {
    const Place place{file, line};
    const bool shared = (flags & INIT_ONCE_ASYNC) != 0;
    if ((flags & INIT_ONCE_CHECK_ONLY) != 0) {
        if (shared) return fails(ERROR_INVALID_PARAMETER);
        Object& object = once_at(once);
        Thread& self = the_engine.self();
        the_engine.perform_look(self, Kind::query, false, &object, place);
        the_engine.looked(self, object, place);
        if (!is_done(object, context)) return fails(ERROR_GEN_FAILURE);
        *pending = FALSE;
        return TRUE;
    }
    if (shared) return begin_shared(once, pending, context, place);
    Object& object = once_step(once, Kind::enter, Want::exclusive, place);
    if ((object.state.flags & kShared) != 0) return fails(ERROR_INVALID_PARAMETER);
    *pending = FALSE;
    if (is_done(object, context)) return TRUE;
    object.state.owner = the_engine.self().id;
    the_engine.acquire(the_engine.self(), object);
    *pending = TRUE;
    return TRUE;
}

BOOL explored_InitOnceComplete(PINIT_ONCE once, DWORD flags, LPVOID context, const char* file,
                               int line) {
    const bool failed = (flags & INIT_ONCE_INIT_FAILED) != 0;
    const bool shared = (flags & INIT_ONCE_ASYNC) != 0;
    if (has_reserved_bits(context) || (failed && (shared || context != nullptr)))
        return fails(ERROR_INVALID_PARAMETER);
    Object& object = once_step(once, Kind::leave, Want::nothing, {file, line});
    if ((object.state.flags & kShared) != 0 && !shared) return fails(ERROR_INVALID_PARAMETER);
    if ((object.state.flags & kShared) == 0 && object.state.owner == kNobody)
        return fails(ERROR_GEN_FAILURE);
    end_attempt(object, !failed, context);
    return TRUE;
}
