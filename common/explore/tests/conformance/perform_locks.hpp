// perform_locks.hpp - steps on critical sections, SRW locks and interlocked variables.
#pragma once

#include "common/explore/tests/conformance/perform_creation.hpp"
#include "common/explore/tests/conformance/perform_files.hpp"
#include "common/explore/tests/conformance/perform_thread_data.hpp"
#include "common/explore/tests/conformance/perform_user.hpp"

namespace conformance {

template <class Api>
void perform_on_section(World<Api>& world, const Step& step, Seen& seen) {
    LPCRITICAL_SECTION section = &world.section[step.target];
    int& entered = world.entered[step.actor][step.target];
    if (step.call == Call::sleep_section) {
        perform_sleep(world, step, seen);
        return;
    }
    const bool initializes =
        step.call == Call::initialize_section || step.call == Call::initialize_section_spin;
    if (initializes && world.initialized[step.target]) return;  // undefined
    switch (step.call) {
        case Call::initialize_section:
            record_void(seen, [&] { Api::InitializeCriticalSection(section); });
            world.initialized[step.target] = true;
            return;
        case Call::initialize_section_spin:
            record(seen, [&] {
                return Api::InitializeCriticalSectionAndSpinCount(section,
                                                                  static_cast<DWORD>(step.a));
            });
            world.initialized[step.target] = true;
            return;
        case Call::delete_section:
            record_void(seen, [&] { Api::DeleteCriticalSection(section); });
            world.initialized[step.target] = false;
            return;
        case Call::enter_section:
            record_void(seen, [&] { Api::EnterCriticalSection(section); });
            ++entered;
            return;
        case Call::try_enter_section:
            if (record(seen, [&] { return Api::TryEnterCriticalSection(section); })) ++entered;
            return;
        default:
            record_void(seen, [&] { Api::LeaveCriticalSection(section); });
            --entered;
            return;
    }
}

template <class Api>
void perform_on_lock(World<Api>& world, const Step& step, Seen& seen) {
    PSRWLOCK lock = &world.lock[step.target];
    bool& exclusive = world.exclusive[step.actor][step.target];
    int& shared = world.shared[step.target];
    switch (step.call) {
        case Call::acquire_exclusive:
            record_void(seen, [&] { Api::AcquireSRWLockExclusive(lock); });
            exclusive = true;
            return;
        case Call::acquire_shared:
            record_void(seen, [&] { Api::AcquireSRWLockShared(lock); });
            ++shared;
            return;
        case Call::try_acquire_exclusive:
            if (record(seen, [&] { return Api::TryAcquireSRWLockExclusive(lock); }))
                exclusive = true;
            return;
        case Call::try_acquire_shared:
            if (record(seen, [&] { return Api::TryAcquireSRWLockShared(lock); })) ++shared;
            return;
        case Call::release_exclusive:
            record_void(seen, [&] { Api::ReleaseSRWLockExclusive(lock); });
            exclusive = false;
            return;
        case Call::release_shared:
            record_void(seen, [&] { Api::ReleaseSRWLockShared(lock); });
            --shared;
            return;
        case Call::sleep_lock: perform_sleep(world, step, seen); return;
        default: record_void(seen, [&] { Api::InitializeSRWLock(lock); }); return;
    }
}

template <class Api>
void perform_on_variable(World<Api>& world, const Step& step, Seen& seen) {
    LONG volatile* variable = &world.variable[step.target];
    record(seen, [&] {
        switch (step.call) {
            case Call::increment: return Api::Increment(variable);
            case Call::decrement: return Api::Decrement(variable);
            case Call::exchange: return Api::Exchange(variable, step.a);
            case Call::exchange_add: return Api::ExchangeAdd(variable, step.a);
            default: return Api::CompareExchange(variable, step.a, step.b);
        }
    });
}

template <class Api>
bool has_more_to_do(const World<Api>& world, int actor) {
    if (world.apcs) return true;
    for (int i = 0; i < kLocks; ++i)
        if (world.entered[actor][i] != 0 || world.exclusive[actor][i] || world.shared[i] != 0)
            return true;
    return false;
}

/// After the last step: a lock whose owner ends stays locked for ever, and an APC that waits would
/// run in the next sequence.
template <class Api>
void finish(World<Api>& world, int actor) {
    if (world.apcs) Api::SleepEx(0, TRUE);
    for (int i = 0; i < kLocks; ++i) {
        for (int& entered = world.entered[actor][i]; entered > 0; --entered)
            Api::LeaveCriticalSection(&world.section[i]);
        for (int& shared = world.shared[i]; shared > 0; --shared)
            Api::ReleaseSRWLockShared(&world.lock[i]);
        if (world.exclusive[actor][i]) Api::ReleaseSRWLockExclusive(&world.lock[i]);
        world.exclusive[actor][i] = false;
    }
}

/// Gives back what the sequence has left.
template <class Api>
void clean(World<Api>& world) {
    for (int slot = 0; slot < kMadeSlots; ++slot) {
        let_go(world, slot);
        if (world.slot[slot] != nullptr && !world.closed[slot]) Api::CloseHandle(world.slot[slot]);
        world.slot[slot] = nullptr;
    }
    for (int i = 0; i < kLocks; ++i)
        if (world.initialized[i]) Api::DeleteCriticalSection(&world.section[i]);
    clean_thread_data(world);
    clean_files(world);
}

}  // namespace conformance
