// locks.cpp - critical sections and slim reader/writer locks.
#include "common/explore/model/model.hpp"
#include "common/explore/redirect/calls.hpp"

namespace explore {
namespace {

enum LockFlag : std::uint16_t { kInitialized = 1, kDeleted = 2 };

Object& section(LPCRITICAL_SECTION address, const char* call, const Place& place) {
    Object& object = the_engine.at(ObjectType::critical_section, address);
    if ((object.state.flags & kInitialized) == 0)
        the_engine.fail(Outcome::bad_lock,
                        std::string(call) + " on a critical section that " +
                            ((object.state.flags & kDeleted) != 0 ? "has been deleted, at "
                                                                  : "was never initialized, at ") +
                            text_of(place));
    return object;
}

// A step on a section. Another thread may have deleted it while this one waited for its turn.
Object& step(LPCRITICAL_SECTION address, const char* call, Kind kind, Want want,
             const Place& place) {
    Object& object = section(address, call, place);
    Thread& self = the_engine.self();
    if (kind == Kind::try_enter)
        the_engine.perform_look(self, kind, true, &object, place);
    else
        the_engine.perform(self, kind, want, true, &object, place);
    if ((object.state.flags & kInitialized) == 0) section(address, call, place);
    return object;
}

void own(Thread& self, Object& object) {
    object.state.owner = self.id;
    ++object.state.count;
    ++object.uses;
    Engine::changed(object);
    the_engine.acquire(self, object);
    the_engine.acted(self);
}

void initialize(LPCRITICAL_SECTION address) {
    Object& object = the_engine.at(ObjectType::critical_section, address);
    object.state = State{};
    object.state.flags = kInitialized;
}

Object& srw(PSRWLOCK address) { return the_engine.at(ObjectType::srw_lock, address); }

void share(Thread& self, Object& object) {
    ++object.state.count;
    ++object.shared_uses;
    Engine::changed(object);
    the_engine.acquire(self, object);
    the_engine.acted(self);
}

}  // namespace
}  // namespace explore

using namespace explore;

void explored_InitializeCriticalSection(LPCRITICAL_SECTION address, const char*, int) {
    initialize(address);
}

BOOL explored_InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION address, DWORD, const char*,
                                                    int) {
    initialize(address);
    return TRUE;
}

void explored_DeleteCriticalSection(LPCRITICAL_SECTION address, const char* file, int line) {
    const Place place{file, line};
    Object& object = step(address, "DeleteCriticalSection", Kind::reset, Want::nothing, place);
    if (object.state.owner != kNobody)
        the_engine.fail(Outcome::bad_lock,
                        "a critical section is deleted at " + text_of(place) + " while " +
                            describe(the_engine.thread(object.state.owner)) + " is in it");
    object.state.flags = kDeleted;
}

void explored_EnterCriticalSection(LPCRITICAL_SECTION address, const char* file, int line) {
    own(the_engine.self(),
        step(address, "EnterCriticalSection", Kind::enter, Want::mine, {file, line}));
}

BOOL explored_TryEnterCriticalSection(LPCRITICAL_SECTION address, const char* file, int line) {
    const Place place{file, line};
    Object& object =
        step(address, "TryEnterCriticalSection", Kind::try_enter, Want::nothing, place);
    Thread& self = the_engine.self();
    if (object.state.owner != kNobody && object.state.owner != self.id) {
        the_engine.looked(self, object, place);
        the_engine.note("fails");
        return FALSE;
    }
    own(self, object);
    return TRUE;
}

void explored_LeaveCriticalSection(LPCRITICAL_SECTION address, const char* file, int line) {
    const Place place{file, line};
    Object& object = step(address, "LeaveCriticalSection", Kind::leave, Want::nothing, place);
    Thread& self = the_engine.self();
    if (object.state.owner != self.id)
        the_engine.fail(Outcome::not_owner, describe(self) + " leaves a critical section at " +
                                                text_of(place) + " that it has not entered");
    if (--object.state.count == 0) {
        object.state.owner = kNobody;
        Engine::changed(object);
        the_engine.release(self, object);
    }
    the_engine.acted(self);
}

void explored_InitializeSRWLock(PSRWLOCK address, const char*, int) {
    srw(address).state = State{};
}

void explored_AcquireSRWLockExclusive(PSRWLOCK address, const char* file, int line) {
    Thread& self = the_engine.self();
    Object& object = srw(address);
    the_engine.perform(self, Kind::enter, Want::exclusive, true, &object, {file, line});
    own(self, object);
}

void explored_AcquireSRWLockShared(PSRWLOCK address, const char* file, int line) {
    Thread& self = the_engine.self();
    Object& object = srw(address);
    the_engine.perform(self, Kind::enter, Want::shared, true, &object, {file, line});
    share(self, object);
}

BOOLEAN explored_TryAcquireSRWLockExclusive(PSRWLOCK address, const char* file, int line) {
    Thread& self = the_engine.self();
    Object& object = srw(address);
    the_engine.perform_look(self, Kind::try_enter, true, &object, {file, line});
    if (object.state.owner != kNobody || object.state.count != 0) {
        the_engine.looked(self, object, {file, line});
        return FALSE;
    }
    own(self, object);
    return TRUE;
}

BOOLEAN explored_TryAcquireSRWLockShared(PSRWLOCK address, const char* file, int line) {
    Thread& self = the_engine.self();
    Object& object = srw(address);
    the_engine.perform_look(self, Kind::try_enter, true, &object, {file, line});
    if (object.state.owner != kNobody) {
        the_engine.looked(self, object, {file, line});
        return FALSE;
    }
    share(self, object);
    return TRUE;
}

void explored_ReleaseSRWLockExclusive(PSRWLOCK address, const char* file, int line) {
    Thread& self = the_engine.self();
    Object& object = srw(address);
    the_engine.perform(self, Kind::leave, Want::nothing, true, &object, {file, line});
    if (object.state.owner != self.id)
        the_engine.fail(Outcome::not_owner, describe(self) + " releases an SRW lock at " +
                                                text_of({file, line}) +
                                                " that it has not acquired exclusively");
    object.state.owner = kNobody;
    object.state.count = 0;
    Engine::changed(object);
    the_engine.release(self, object);
    the_engine.acted(self);
}

void explored_ReleaseSRWLockShared(PSRWLOCK address, const char* file, int line) {
    Thread& self = the_engine.self();
    Object& object = srw(address);
    the_engine.perform(self, Kind::leave, Want::nothing, true, &object, {file, line});
    if (object.state.owner != kNobody || object.state.count == 0)
        the_engine.fail(Outcome::not_owner, describe(self) + " releases an SRW lock at " +
                                                text_of({file, line}) +
                                                " that nobody has acquired shared");
    --object.state.count;
    Engine::changed(object);
    the_engine.release(self, object);
    the_engine.acted(self);
}
