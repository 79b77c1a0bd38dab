// conditions.cpp - condition variables.
//
// A sleep is three steps: release the lock and begin to sleep, which is one; wake up; take the lock
// again. Between the last two anybody may come, so what the waker saw may be over.
// https://learn.microsoft.com/windows/win32/sync/condition-variables
#include "common/explore/model/kernel.hpp"
#include "common/explore/model/model.hpp"
#include "common/explore/model/user_model.hpp"
#include "common/explore/redirect/user_calls.hpp"

namespace explore {
namespace {

enum class Hold { section, exclusive, shared };

Object& condition(PCONDITION_VARIABLE address) {
    return the_engine.at(ObjectType::condition_variable, address);
}

bool holds(const Thread& self, const Object& lock, Hold hold) {
    // Another thread may have given it back: then somebody else may have all of it by now.
    if (hold == Hold::shared)
        return (lock.state.woken & bit(self.id)) != 0 && lock.state.owner == kNobody;
    return lock.state.owner == self.id;
}

// A section that was entered twice is left once, as on Windows: nobody else can enter it.
void let_go(Thread& self, Object& lock, Hold hold) {
    --lock.state.count;
    if (hold == Hold::shared) lock.state.woken &= ~bit(self.id);
    if (hold == Hold::exclusive) lock.state.count = 0;
    if (lock.state.count == 0) lock.state.owner = kNobody;
    Engine::changed(lock);
    the_engine.release(self, lock);
}

// Releases the lock and begins to sleep. `port`, if it is one, lets another thread run meanwhile.
void fall_asleep(Thread& self, Object& queue, Object& lock, Hold hold, Object* port,
                 bool stays_awake, const Place& place) {
    Engine& engine = the_engine;
    Object* all[] = {&queue, &lock, port};
    Operation& next = self.pending;
    next = Operation{};
    next.kind = Kind::begin_wait;
    next.write = true;
    next.count = port != nullptr ? 3 : 2;
    next.object = all[0];
    next.objects = all;
    next.place = place;
    engine.perform(self);
    engine.acted(self);
    if (!holds(self, lock, hold))
        engine.fail(Outcome::not_owner, describe(self) + " sleeps on " + describe(queue) + " at " +
                                            text_of(place) + " without holding " + describe(lock));
    let_go(self, lock, hold);
    if (stays_awake) return engine.note("wakes for nothing");
    sleepers_of(queue).add(self.id);
    if (port != nullptr) leave_port(self);
}

BOOL sleep_on(PCONDITION_VARIABLE variable, Object& lock, Hold hold, DWORD milliseconds,
              const Place& place) {
    Thread& self = the_engine.self();
    Object& queue = condition(variable);
    const bool for_nothing = wakes_for_nothing(self, place);
    Object* port = for_nothing ? nullptr : limiting_port(self);
    fall_asleep(self, queue, lock, hold, port, for_nothing, place);
    if (for_nothing) return TRUE;
    const BOOL woken = sleep(self, queue, milliseconds, place);
    return_to_port(self, port, place);
    return woken;
}

BOOL answer(BOOL woken) {
    if (!woken) ::SetLastError(ERROR_TIMEOUT);
    return woken;
}

}  // namespace
}  // namespace explore

using namespace explore;

void explored_InitializeConditionVariable(PCONDITION_VARIABLE variable, const char*, int) {
    Object& object = condition(variable);
    object.state = State{};
    sleepers_of(object).clear();
}

BOOL explored_SleepConditionVariableCS(PCONDITION_VARIABLE variable, PCRITICAL_SECTION section,
                                       DWORD milliseconds, const char* file, int line) {
    Object& lock = the_engine.at(ObjectType::critical_section, section);
    const BOOL woken = sleep_on(variable, lock, Hold::section, milliseconds, {file, line});
    explored_EnterCriticalSection(section, file, line);
    return answer(woken);
}

BOOL explored_SleepConditionVariableSRW(PCONDITION_VARIABLE variable, PSRWLOCK address,
                                        DWORD milliseconds, ULONG flags, const char* file,
                                        int line) {
    Object& lock = the_engine.at(ObjectType::srw_lock, address);
    const bool shared = (flags & CONDITION_VARIABLE_LOCKMODE_SHARED) != 0;
    const BOOL woken = sleep_on(variable, lock, shared ? Hold::shared : Hold::exclusive,
                                milliseconds, {file, line});
    if (shared)
        explored_AcquireSRWLockShared(address, file, line);
    else
        explored_AcquireSRWLockExclusive(address, file, line);
    return answer(woken);
}

void explored_WakeConditionVariable(PCONDITION_VARIABLE variable, const char* file, int line) {
    wake(condition(variable), false, {file, line});
}

void explored_WakeAllConditionVariable(PCONDITION_VARIABLE variable, const char* file, int line) {
    wake(condition(variable), true, {file, line});
}
