// threads.cpp - threads: creation, suspension, exit codes, their own last error.
#include "common/explore/model/model.hpp"
#include "common/explore/model/store_buffers.hpp"
#include "common/explore/redirect/calls.hpp"

#include <algorithm>

namespace explore {
namespace {

// Ids look as on Windows: multiples of four, none of them zero.
DWORD id_of(const Thread& thread) { return 1000 + 4 * static_cast<DWORD>(thread.id); }

Thread* thread_of(HANDLE handle, const char* call, const Place& place) {
    Engine& engine = the_engine;
    if (handle == ::GetCurrentThread()) return &engine.self();
    Object* object = object_of(handle, ObjectType::thread, call, place);
    return object == nullptr ? nullptr : &engine.thread(object->state.owner);
}

// Where a thread stops that another one suspends is nobody's choice: each of its next steps would
// have to be compared with the suspension.
void refuse_running(Thread& self, const Thread& thread, const Place& place) {
    if (&thread == &self || thread.suspended || !the_engine.settings().report_misuse) return;
    the_engine.fail(Outcome::foreign_call,
                    describe(self) + " suspends " + describe(thread) + " at " + text_of(place) +
                        " while that is running: it may stop anywhere, inside a lock or the heap "
                        "too, and the explorer has no model of that");
}

// Time passes, and nothing else: a thread that sleeps has no influence on others, and others may be
// slower than any sleep. So it is a step that depends on nothing.
void pass_time(DWORD milliseconds, const Place& place) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    engine.perform(self, Kind::yield, milliseconds == INFINITE ? Want::never : Want::nothing, false,
                   nullptr, place);
    engine.now += std::uint64_t{milliseconds} * 10'000;
    self.time += std::uint64_t{milliseconds} * 10'000;
}

}  // namespace
}  // namespace explore

using namespace explore;

HANDLE explored_CreateThread(LPSECURITY_ATTRIBUTES, SIZE_T, LPTHREAD_START_ROUTINE entry,
                             LPVOID argument, DWORD flags, LPDWORD id, const char* file, int line) {
    Engine& engine = the_engine;
    const bool suspended = (flags & CREATE_SUSPENDED) != 0;
    drain_all(engine.self(), {file, line});  // creating a thread is in order, but no step
    Thread& made = engine.create_thread(engine.self(), entry, argument, true);
    const HANDLE handle = open_handle(*made.object, {file, line});
    if (id != nullptr) *id = id_of(made);
    if (!suspended) {
        made.suspend_count = 0;
        engine.start(made);
    }
    return handle;
}

uintptr_t explored_beginthreadex(void* security, unsigned stack, unsigned(__stdcall* entry)(void*),
                                 void* argument, unsigned flags, unsigned* id, const char* file,
                                 int line) {
    DWORD number = 0;
    const HANDLE handle = explored_CreateThread(static_cast<LPSECURITY_ATTRIBUTES>(security), stack,
                                                reinterpret_cast<LPTHREAD_START_ROUTINE>(entry),
                                                argument, flags, &number, file, line);
    if (id != nullptr) *id = number;
    return reinterpret_cast<uintptr_t>(handle);
}

void explored_ExitThread(DWORD code, const char* file, int line) {
    the_engine.end_thread(the_engine.self(), code, {file, line});
}

void explored_endthreadex(unsigned code, const char* file, int line) {
    the_engine.end_thread(the_engine.self(), code, {file, line});
}

BOOL explored_GetExitCodeThread(HANDLE handle, LPDWORD code, const char* file, int line) {
    const Place place{file, line};
    Thread* thread = thread_of(handle, "GetExitCodeThread", place);
    if (thread == nullptr) return FALSE;
    Thread& self = the_engine.self();
    the_engine.perform_look(self, Kind::query, false, thread->object, place);
    *code = thread->life == Life::ended ? thread->exit_code : STILL_ACTIVE;
    the_engine.looked(self, *thread->object, place);
    return TRUE;
}

DWORD explored_ResumeThread(HANDLE handle, const char* file, int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    Thread* thread = thread_of(handle, "ResumeThread", place);
    if (thread == nullptr) return static_cast<DWORD>(-1);
    Thread& self = engine.self();
    Object& object = *thread->object;
    engine.perform_look(self, Kind::resume, true, &object, place);
    const int before = thread->life == Life::ended ? 0 : thread->suspend_count;
    if (before == 0) {
        engine.looked(self, object, place);
        return 0;
    }
    engine.acted(self);
    Engine::changed(object);
    if (--thread->suspend_count == 0) {
        for (int i = 0; i < engine.known_threads(); ++i) {
            thread->clock[i] = std::max(thread->clock[i], self.clock[i]);
            thread->order[i] = std::max(thread->order[i], self.order[i]);
        }
        ++self.clock[self.id];
        engine.start(*thread);
    }
    return static_cast<DWORD>(before);
}

DWORD explored_SuspendThread(HANDLE handle, const char* file, int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    Thread* thread = thread_of(handle, "SuspendThread", place);
    if (thread == nullptr) return static_cast<DWORD>(-1);
    Thread& self = engine.self();
    engine.perform(self, Kind::suspend, Want::nothing, true, thread->object, place);
    engine.acted(self);
    if (thread->life == Life::ended) {
        ::SetLastError(ERROR_ACCESS_DENIED);
        return static_cast<DWORD>(-1);
    }
    if (thread->suspend_count == MAXIMUM_SUSPEND_COUNT) {
        ::SetLastError(ERROR_SIGNAL_REFUSED);
        return static_cast<DWORD>(-1);
    }
    refuse_running(self, *thread, place);
    const int before = thread->suspend_count++;
    Engine::changed(*thread->object);
    thread->suspended = true;
    if (thread == &self)
        engine.perform(self, Kind::yield, Want::nothing, true, thread->object, place);
    return static_cast<DWORD>(before);
}

DWORD explored_GetCurrentThreadId() { return id_of(the_engine.self()); }

DWORD explored_GetThreadId(HANDLE handle, const char* file, int line) {
    Thread* thread = thread_of(handle, "GetThreadId", {file, line});
    return thread == nullptr ? 0 : id_of(*thread);
}

void explored_Sleep(DWORD milliseconds, const char* file, int line) {
    pass_time(milliseconds, {file, line});
}

BOOL explored_SwitchToThread(const char* file, int line) {
    pass_time(0, {file, line});
    return TRUE;
}
