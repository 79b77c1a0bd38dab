// locks.cpp - critical sections and slim reader/writer locks.
#include "common/explore/model/kernel.hpp"
#include "common/explore/model/memory.hpp"
#include "common/explore/model/model.hpp"
#include "common/explore/redirect/calls.hpp"

namespace explore {
namespace {

enum LockFlag : std::uint16_t { kInitialized = 1, kDeleted = 2 };

[[noreturn]] void fail_owner(const Thread& self, const char* does, const char* file, int line) {
    the_engine.fail(Outcome::not_owner, describe(self) + " " + does + " at " +
                                            text_of({file, line}) + " that it has not entered");
}

[[noreturn]] void fail_section(const Object& object, const char* call, const char* file, int line) {
    the_engine.fail(Outcome::bad_lock,
                    std::string(call) + " on a critical section that " +
                        ((object.state.flags & kDeleted) != 0 ? "has been deleted, at "
                                                              : "was never initialized, at ") +
                        text_of({file, line}));
}

[[noreturn]] WB_COLD void fail_deleted(const Object& object, const Place& place) {
    const int owner = object.state.owner;
    const std::string when = since(the_engine, owner, object);
    the_engine.fail(Outcome::bad_lock, "a critical section is deleted at " + text_of(place) +
                                           " while " + describe(the_engine.thread(owner)) +
                                           " is in it" + (when.empty() ? "" : "," + when));
}

Object& section(LPCRITICAL_SECTION address) {
    return the_engine.at(ObjectType::critical_section, address);
}

// The step that takes a lock, for a thread that counts at a port: if it has to wait, it lets
// another one run there, and `left` is the port. True: it has the lock.
WB_COLD bool enter_at_port(Thread& self, Want want, Object& object, Object& port,
                           const Place& place, Object*& left) {
    Object* both[] = {&object, &port};
    Operation& next = self.pending;
    next = Operation{};
    next.kind = Kind::enter;
    next.write = true;
    next.count = 2;
    next.object = both[0];
    next.objects = both;
    next.place = place;
    the_engine.perform(self);
    Operation taken;
    taken.want = want;
    if (available(taken, 0, object.state, self.id)) return true;
    the_engine.note("has to wait");
    leave_port(self);
    left = &port;
    return false;
}

WB_INLINE void enter_step(Thread& self, Want want, Object& object, const Place& place,
                          Object*& left) {
    Object* port = limiting_port(self);
    if (port != nullptr && enter_at_port(self, want, object, *port, place, left)) return;
    the_engine.perform(self, Kind::enter, want, true, &object, place);
}

// A step on a section. Another thread may have deleted it while this one waited for its turn.
WB_INLINE Object& step(LPCRITICAL_SECTION address, const char* call, Kind kind, const Place& place,
                       Object** left = nullptr) {
    Object& object = section(address);
    if ((object.state.flags & kInitialized) == 0)
        fail_section(object, call, place.file, place.line);
    Thread& self = the_engine.self();
    if (left != nullptr)
        enter_step(self, Want::mine, object, place, *left);
    else if (kind == Kind::try_enter)
        the_engine.perform_look(self, kind, true, &object, place);
    else
        the_engine.perform(self, kind, Want::nothing, true, &object, place);
    if ((object.state.flags & kInitialized) == 0)
        fail_section(object, call, place.file, place.line);
    object_used(object, sizeof *address, place.address);
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

void initialize(LPCRITICAL_SECTION address, const Place& place) {
    Engine& engine = the_engine;
    Object& object = engine.at(ObjectType::critical_section, address);
    // Nobody else can know of a section before there is a second thread.
    if (!engine.alone())
        engine.perform(engine.self(), Kind::reset, Want::nothing, true, &object, place);
    if ((object.state.flags & kInitialized) != 0 && engine.settings().report_misuse)
        engine.fail(Outcome::bad_lock, describe(engine.self()) +
                                           " initializes a critical section at " + text_of(place) +
                                           " that is initialized and not deleted");
    object.state = State{};
    object.state.flags = kInitialized;
}

Object& srw(PSRWLOCK address) { return the_engine.at(ObjectType::srw_lock, address); }

// A step on an SRW lock, which may have been freed while this thread waited for its turn.
WB_INLINE Object& srw_step(PSRWLOCK address, Kind kind, Want want, const Place& place,
                           Object** left = nullptr) {
    Object& object = srw(address);
    Thread& self = the_engine.self();
    if (left != nullptr)
        enter_step(self, want, object, place, *left);
    else if (kind == Kind::try_enter)
        the_engine.perform_look(self, kind, true, &object, place);
    else
        the_engine.perform(self, kind, want, true, &object, place);
    object_used(object, sizeof *address, place.address);
    return object;
}

// State::woken is the set of the readers.
void share(Thread& self, Object& object) {
    object.state.woken |= bit(self.id);
    ++object.state.count;
    ++object.shared_uses;
    Engine::changed(object);
    the_engine.acquire(self, object);
    the_engine.acted(self);
}

}  // namespace
}  // namespace explore

using namespace explore;

void explored_InitializeCriticalSection(LPCRITICAL_SECTION address, const char* file, int line) {
    initialize(address, {file, line});
}

BOOL explored_InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION address, DWORD,
                                                    const char* file, int line) {
    initialize(address, {file, line});
    return TRUE;
}

void explored_DeleteCriticalSection(LPCRITICAL_SECTION address, const char* file, int line) {
    const Place place{file, line};
    Object& object = step(address, "DeleteCriticalSection", Kind::reset, place);
    if (object.state.owner != kNobody) fail_deleted(object, place);
    object.state.flags = kDeleted;
}

void explored_EnterCriticalSection(LPCRITICAL_SECTION address, const char* file, int line) {
    const Place place{file, line};
    Object* left = nullptr;
    own(the_engine.self(), step(address, "EnterCriticalSection", Kind::enter, place, &left));
    return_to_port(the_engine.self(), left, place);
}

BOOL explored_TryEnterCriticalSection(LPCRITICAL_SECTION address, const char* file, int line) {
    const Place place{file, line};
    Object& object = step(address, "TryEnterCriticalSection", Kind::try_enter, place);
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
    Object& object = step(address, "LeaveCriticalSection", Kind::leave, place);
    Thread& self = the_engine.self();
    if (object.state.owner != self.id) fail_owner(self, "leaves a critical section", file, line);
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
    const Place place{file, line};
    Object* left = nullptr;
    own(the_engine.self(), srw_step(address, Kind::enter, Want::exclusive, place, &left));
    return_to_port(the_engine.self(), left, place);
}

void explored_AcquireSRWLockShared(PSRWLOCK address, const char* file, int line) {
    const Place place{file, line};
    Thread& self = the_engine.self();
    Object* left = nullptr;
    Object& object = srw_step(address, Kind::enter, Want::shared, place, &left);
    if ((object.state.woken & bit(self.id)) != 0 && the_engine.settings().report_misuse)
        the_engine.fail(Outcome::deadlock, describe(self) + " acquires an SRW lock shared at " +
                                               text_of(place) +
                                               " that it has shared already: if a writer comes in "
                                               "between, both wait for ever");
    share(self, object);
    return_to_port(self, left, place);
}

BOOLEAN explored_TryAcquireSRWLockExclusive(PSRWLOCK address, const char* file, int line) {
    const Place place{file, line};
    Thread& self = the_engine.self();
    Object& object = srw_step(address, Kind::try_enter, Want::nothing, place);
    if (object.state.owner != kNobody || object.state.count != 0) {
        the_engine.looked(self, object, place);
        return FALSE;
    }
    own(self, object);
    return TRUE;
}

BOOLEAN explored_TryAcquireSRWLockShared(PSRWLOCK address, const char* file, int line) {
    const Place place{file, line};
    Thread& self = the_engine.self();
    Object& object = srw_step(address, Kind::try_enter, Want::nothing, place);
    if (object.state.owner != kNobody) {
        the_engine.looked(self, object, place);
        return FALSE;
    }
    share(self, object);
    return TRUE;
}

void explored_ReleaseSRWLockExclusive(PSRWLOCK address, const char* file, int line) {
    const Place place{file, line};
    Thread& self = the_engine.self();
    Object& object = srw_step(address, Kind::leave, Want::nothing, place);
    if (object.state.owner != self.id)
        the_engine.fail(Outcome::not_owner, describe(self) + " releases an SRW lock at " +
                                                text_of(place) +
                                                " that it has not acquired exclusively");
    object.state.owner = kNobody;
    object.state.count = 0;
    Engine::changed(object);
    the_engine.release(self, object);
    the_engine.acted(self);
}

void explored_ReleaseSRWLockShared(PSRWLOCK address, const char* file, int line) {
    const Place place{file, line};
    Thread& self = the_engine.self();
    Object& object = srw_step(address, Kind::leave, Want::nothing, place);
    const bool mine = (object.state.woken & bit(self.id)) != 0;
    if (object.state.count == 0 || object.state.owner != kNobody ||
        (!mine && the_engine.settings().report_misuse))
        the_engine.fail(Outcome::not_owner, describe(self) + " releases an SRW lock at " +
                                                text_of(place) +
                                                " that it has not acquired shared");
    --object.state.count;
    object.state.woken &= ~bit(self.id);
    Engine::changed(object);
    the_engine.release(self, object);
    the_engine.acted(self);
}
