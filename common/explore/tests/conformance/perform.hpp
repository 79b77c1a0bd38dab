// perform.hpp - performs one step. `Api` has the Win32 functions, of the kernel or of the model.
#pragma once

#include "common/explore/tests/conformance/sequence.hpp"

#include <iterator>

namespace conformance {

/// What the steps of one sequence work on.
template <class Api>
struct World {
    const Sequence* sequence = nullptr;
    Transcript* transcript = nullptr;
    HANDLE turn[kActors + 1] = {};
    int next = 0;      // step
    int joining = -1;  // an actor that is ending
    Seen* ending = nullptr;
    bool ended[kActors] = {};
    bool over = false;
    DWORD exit_code[kActors] = {};
    DWORD id[kActors] = {};
    HANDLE slot[kSlots] = {};
    bool closed[kSlots] = {};
    bool held[kSlots] = {};  // a thread that is suspended since its creation
    CRITICAL_SECTION section[kLocks] = {};
    bool initialized[kLocks] = {};
    SRWLOCK lock[kLocks] = {};
    int entered[kActors][kLocks] = {};
    bool exclusive[kActors][kLocks] = {};
    int shared[kLocks] = {};  // nobody owns it: any thread may give it back
    LONG variable[kLocks] = {};
};

inline const HANDLE kNobodysHandle = reinterpret_cast<HANDLE>(std::intptr_t{0x7FFF0000});

template <class Api>
HANDLE handle_of(const World<Api>& world, int target, bool low_bits) {
    HANDLE handle = nullptr;
    switch (target) {
        case kNull: break;
        case kNeverOpened: handle = kNobodysHandle; break;
        case kCurrentProcess: handle = ::GetCurrentProcess(); break;
        case kCurrentThread: handle = ::GetCurrentThread(); break;
        default: handle = world.slot[target]; break;
    }
    if (!low_bits || target < 0) return handle;
    return reinterpret_cast<HANDLE>(reinterpret_cast<std::intptr_t>(handle) | 3);
}

/// Calls, and notes the result and the last error.
template <class Function>
auto record(Seen& seen, Function call) {
    seen.out = kNotWritten;
    ::SetLastError(kUntouched);
    const auto result = call();
    seen.error = ::GetLastError();
    seen.result = static_cast<std::int64_t>(result);
    return result;
}

/// The same for a call that returns nothing.
template <class Function>
void record_void(Seen& seen, Function call) {
    record(seen, [&] {
        call();
        return 0;
    });
}

// A thread that never ran has to, before its handle is lost.
template <class Api>
void let_go(World<Api>& world, int slot) {
    if (!world.held[slot]) return;
    world.held[slot] = false;
    while (Api::ResumeThread(world.slot[slot]) > 1) {
    }
    Api::WaitForSingleObject(world.slot[slot], INFINITE);
}

/// The kernel uses values again: a stale one must not become that of a new object.
template <class Api, class Function>
void create(World<Api>& world, int slot, Seen& seen, Function call) {
    let_go(world, slot);
    if (world.slot[slot] != nullptr && !world.closed[slot]) Api::CloseHandle(world.slot[slot]);
    for (int i = 0; i < kMadeSlots; ++i)
        if (world.closed[i]) world.slot[i] = kNobodysHandle;
    HANDLE made = nullptr;
    record(seen, [&] {
        made = call();
        return made != nullptr;
    });
    world.slot[slot] = made;
    world.closed[slot] = made == nullptr;
}

template <class Api>
void perform_creation(World<Api>& world, const Step& step, Seen& seen) {
    create(world, step.target, seen, [&] {
        switch (step.call) {
            case Call::create_mutex: return Api::CreateMutexW(step.a);
            case Call::create_semaphore: return Api::CreateSemaphoreW(step.a, step.b);
            default: return Api::CreateEventW(step.a, step.b);
        }
    });
}

inline DWORD WINAPI child(LPVOID code) {
    return static_cast<DWORD>(reinterpret_cast<std::uintptr_t>(code));
}

template <class Api>
void perform_thread_creation(World<Api>& world, const Step& step, Seen& seen) {
    DWORD id = 0;
    const bool suspended = step.a != 0;
    void* code = reinterpret_cast<void*>(static_cast<std::uintptr_t>(step.b));
    create(world, step.target, seen,
           [&] { return Api::CreateThread(&child, code, suspended ? CREATE_SUSPENDED : 0u, &id); });
    seen.out = id != 0;
    world.held[step.target] = suspended;
    if (!suspended) Api::WaitForSingleObject(world.slot[step.target], INFINITE);
}

template <class Api>
void perform_resume(World<Api>& world, const Step& step, HANDLE handle, Seen& seen) {
    const DWORD before = record(seen, [&] { return Api::ResumeThread(handle); });
    if (before != 1 || step.target < 0 || !world.held[step.target]) return;
    world.held[step.target] = false;
    Api::WaitForSingleObject(world.slot[step.target], INFINITE);
}

template <class Api>
void perform_close(World<Api>& world, const Step& step, HANDLE handle, Seen& seen) {
    if (step.target >= 0) let_go(world, step.target);
    record(seen, [&] { return Api::CloseHandle(handle); });
    if (step.target >= 0) world.closed[step.target] = true;
}

template <class Api>
void perform_wait_many(World<Api>& world, const Step& step, Seen& seen) {
    HANDLE handles[MAXIMUM_WAIT_OBJECTS + 1];
    for (DWORD i = 0; i < step.count; ++i)
        handles[i] = handle_of(world, step.many[i % kMany], step.low_bits);
    record(seen, [&] {
        return Api::WaitForMultipleObjects(step.count, handles, step.a, static_cast<DWORD>(step.b));
    });
}

template <class Api>
void number_of_actor(World<Api>& world, Seen& seen) {
    if (seen.result == 0) return;
    for (int actor = 0; actor < kActors; ++actor)
        if (seen.result == static_cast<std::int64_t>(world.id[actor])) {
            seen.result = 1 + actor;
            return;
        }
    seen.result = 1 + kActors;
}

template <class Api>
void perform_on_thread(World<Api>& world, const Step& step, HANDLE handle, Seen& seen) {
    switch (step.call) {
        case Call::suspend_thread: record(seen, [&] { return Api::SuspendThread(handle); }); return;
        case Call::resume_thread: perform_resume(world, step, handle, seen); return;
        case Call::get_thread_id:
            record(seen, [&] { return Api::GetThreadId(handle); });
            number_of_actor(world, seen);
            return;
        default: break;
    }
    DWORD code = 12345;
    record(seen, [&] { return Api::GetExitCodeThread(handle, &code); });
    if (code != 12345) seen.out = code;
}

template <class Api>
void perform_on_handle(World<Api>& world, const Step& step, Seen& seen) {
    const HANDLE handle = handle_of(world, step.target, step.low_bits);
    switch (step.call) {
        case Call::close_handle: perform_close(world, step, handle, seen); return;
        case Call::release_mutex: record(seen, [&] { return Api::ReleaseMutex(handle); }); return;
        case Call::set_event: record(seen, [&] { return Api::SetEvent(handle); }); return;
        case Call::reset_event: record(seen, [&] { return Api::ResetEvent(handle); }); return;
        case Call::wait_one:
            record(seen,
                   [&] { return Api::WaitForSingleObject(handle, static_cast<DWORD>(step.a)); });
            return;
        case Call::release_semaphore: {
            LONG previous = -12345;
            record(seen, [&] {
                return Api::ReleaseSemaphore(handle, step.a, step.b != 0 ? &previous : nullptr);
            });
            if (previous != -12345) seen.out = previous;
            return;
        }
        default: perform_on_thread(world, step, handle, seen); return;
    }
}

template <class Api>
void perform(World<Api>& world, const Step& step, Seen& seen) {
    switch (info_of(step.call).target) {
        case Target::slot:
            if (step.call == Call::create_thread)
                perform_thread_creation(world, step, seen);
            else
                perform_creation(world, step, seen);
            return;
        case Target::handle: perform_on_handle(world, step, seen); return;
        case Target::section: perform_on_section(world, step, seen); return;
        case Target::lock: perform_on_lock(world, step, seen); return;
        case Target::variable: perform_on_variable(world, step, seen); return;
        case Target::none: break;
    }
    if (step.call == Call::wait_many) perform_wait_many(world, step, seen);
    if (step.call == Call::sleep) record_void(seen, [&] { Api::Sleep(0); });
    if (step.call == Call::get_current_thread_id) {
        record(seen, [] { return Api::GetCurrentThreadId(); });
        number_of_actor(world, seen);
    }
}

}  // namespace conformance
