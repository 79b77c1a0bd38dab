// timers.cpp - waitable timers, on virtual time.
//
// A timer that is set fires through an agent: at any moment from then on, because other threads may
// be slower than any due time. A periodic one does so a few times in an execution; after that it
// fires only when nobody else can go on, and only if that changes something.
// https://learn.microsoft.com/windows/win32/sync/waitable-timer-objects
#include "common/explore/model/kernel.hpp"
#include "common/explore/redirect/kernel_calls.hpp"

#include <algorithm>

namespace explore {
namespace {

constexpr int kFreePeriods = 3;

// What a step accesses must not change after it was announced. So a thread that wants an APC has an
// agent of its own at the timer.
struct Alarm {
    Thread* agent = nullptr;
    Object* objects[2] = {};  // of the agent's step
};

struct Timer {
    Object* object = nullptr;
    Thread* agent = nullptr;  // that of the last setter
    Alarm plain;
    Alarm with_apc[kMaxThreads];  // by setter
    std::uint64_t due = 0;
    std::uint64_t period = 0;
    int left = 0;  // how often it will fire whenever it wants
    Thread* setter = nullptr;
    bool queued = false;  // its APC has not run since it fired: no other one comes
    Apc apc;
};

std::deque<Timer> timers;
std::size_t used_timers = 0;

Timer& timer_of(Object& object) { return *static_cast<Timer*>(object.model); }

void disarm(Timer& timer) {
    timer.left = 0;
    timer.period = 0;
    timer.agent->due = 0;
    timer.object->state.woken = 0;
}

void fire(Thread& agent) {
    Engine& engine = the_engine;
    Timer& timer = *static_cast<Timer*>(agent.model);
    Object& object = *timer.object;
    engine.now = std::max(engine.now, timer.due);
    timer.due += timer.period;
    if (timer.left > 0 && --timer.left == 0) object.state.woken = 0;
    const bool idle = object.state.count != 0 && (timer.apc.routine == nullptr || timer.queued);
    agent.due = timer.left == 0 && timer.period != 0 && !idle ? timer.due : 0;
    engine.acquire(agent, object);
    if (timer.apc.routine != nullptr && !timer.queued) {
        timer.queued = true;
        timer.apc.low = static_cast<DWORD>(engine.now);
        timer.apc.high = static_cast<DWORD>(engine.now >> 32);
        queue_apc(agent, *timer.setter, timer.apc);
    }
    object.state.count = 1;
    Engine::changed(object);
    engine.release(agent, object);
}

// Chooses who will fire.
void arm(Thread& self, Timer& timer, Object* apcs) {
    Alarm& alarm = apcs == nullptr ? timer.plain : timer.with_apc[self.id];
    if (alarm.agent == nullptr) {
        alarm.agent = &the_engine.create_agent(self, fire, false);
        alarm.agent->model = &timer;
        alarm.agent->name = "the timer";
        alarm.objects[0] = timer.object;
        alarm.objects[1] = apcs;
        Operation& next = alarm.agent->pending;
        next.kind = Kind::time_out;
        next.want = Want::woken;
        next.write = true;
        next.count = apcs == nullptr ? 1 : 2;
        next.object = timer.object;
        next.objects = alarm.objects;
    }
    timer.agent = alarm.agent;
}

void make(Thread& self, Object& object, bool manual) {
    if (used_timers == timers.size()) timers.emplace_back();
    Timer& timer = timers[used_timers++];
    timer = Timer{};
    timer.object = &object;
    arm(self, timer, nullptr);
    object.model = &timer;
    object.limit = manual ? 0 : 1;
    object.wait_writes = !manual;
}

// What it has done was taken: it has something to do again.
void again(Timer& timer) {
    if (timer.left == 0 && timer.period != 0) timer.agent->due = timer.due;
}

}  // namespace

void timer_taken(Object& object) { again(timer_of(object)); }

void timer_apc_runs(void* timer) {
    static_cast<Timer*>(timer)->queued = false;
    again(*static_cast<Timer*>(timer));
}

void reset_timers() { used_timers = 0; }

void close_timer(Thread& self, Object& object, const Place& place) {
    the_engine.perform(self, Kind::reset, Want::nothing, true, &object, place);
    if (object.handles == 0) disarm(timer_of(object));
}

}  // namespace explore

using namespace explore;

HANDLE explored_CreateWaitableTimerW(LPSECURITY_ATTRIBUTES, BOOL manual, LPCWSTR text,
                                     const char* file, int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    Thread& self = engine.self();
    const Name name = look_up(self, text, place);
    if (name.refused) return nullptr;
    if (name.found != nullptr) return open_existing(name, ObjectType::timer, place);
    Object& object =
        engine.create(ObjectType::timer, name.name != nullptr ? name.key : engine.key_of_new(self));
    give_name(name, object);
    make(self, object, manual != FALSE);
    ::SetLastError(ERROR_SUCCESS);
    return open_handle(object, place);
}

HANDLE explored_CreateWaitableTimerExW(LPSECURITY_ATTRIBUTES, LPCWSTR name, DWORD flags, DWORD,
                                       const char* file, int line) {
    return explored_CreateWaitableTimerW(nullptr, (flags & CREATE_WAITABLE_TIMER_MANUAL_RESET) != 0,
                                         name, file, line);
}

BOOL explored_SetWaitableTimer(HANDLE handle, const LARGE_INTEGER* due, LONG period,
                               PTIMERAPCROUTINE routine, LPVOID argument, BOOL, const char* file,
                               int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    if (routine != nullptr) engine.need(kApcs);
    Thread& self = engine.self();
    Object* object = object_of(handle, ObjectType::timer, "SetWaitableTimer", place);
    if (object == nullptr) return FALSE;
    if (due == nullptr || period < 0) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    engine.perform(self, Kind::reset, Want::nothing, true, object, place);
    engine.acted(self);
    Timer& timer = timer_of(*object);
    const LONGLONG when = due->QuadPart;
    timer.due = when < 0 ? engine.now + static_cast<std::uint64_t>(-when)
                         : std::max(engine.now, static_cast<std::uint64_t>(when));
    timer.period = static_cast<std::uint64_t>(period) * 10'000;
    timer.left = period != 0 ? kFreePeriods : 1;
    timer.setter = &self;
    timer.agent->due = 0;
    arm(self, timer, routine != nullptr ? &apcs_of(self) : nullptr);
    timer.queued = false;
    timer.apc = {};
    timer.apc.timer = &timer;
    timer.apc.kind = Apc::Kind::timer;
    timer.apc.routine = reinterpret_cast<void*>(routine);
    timer.apc.argument = reinterpret_cast<ULONG_PTR>(argument);
    object->state.count = 0;
    object->state.woken = bit(timer.agent->id);
    Engine::changed(*object);
    engine.release(self, *object);
    return TRUE;
}

BOOL explored_CancelWaitableTimer(HANDLE handle, const char* file, int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    Object* object = object_of(handle, ObjectType::timer, "CancelWaitableTimer", place);
    if (object == nullptr) return FALSE;
    engine.perform(engine.self(), Kind::reset, Want::nothing, true, object, place);
    engine.acted(engine.self());
    disarm(timer_of(*object));
    Engine::changed(*object);
    return TRUE;
}
