// perform_creation.hpp - steps that make handles, and that close them.
#pragma once

#include "common/explore/tests/conformance/world.hpp"

namespace conformance {

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
HANDLE duplicate(const World<Api>& world, const Step& step) {
    HANDLE made = nullptr;
    const HANDLE source = handle_of(world, step.many[0], false);
    const HANDLE process = ::GetCurrentProcess();
    return Api::DuplicateHandle(process, source, process, &made) ? made : nullptr;
}

template <class Api>
void perform_creation(World<Api>& world, const Step& step, Seen& seen) {
    const LPCWSTR name = name_of(step.name);
    create(world, step.target, seen, [&] {
        switch (step.call) {
            case Call::create_mutex: return Api::CreateMutexW(step.a, name);
            case Call::create_semaphore: return Api::CreateSemaphoreW(step.a, step.b, name);
            case Call::create_event: return Api::CreateEventW(step.a, step.b, name);
            case Call::open_mutex: return Api::OpenMutexW(name);
            case Call::open_semaphore: return Api::OpenSemaphoreW(name);
            case Call::open_event: return Api::OpenEventW(name);
            case Call::create_port: return Api::CreateIoCompletionPort(static_cast<DWORD>(step.a));
            case Call::create_timer: return Api::CreateWaitableTimerW(step.a);
            default: return duplicate(world, step);
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

}  // namespace conformance
