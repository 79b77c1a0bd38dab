// perform.hpp - performs one step.
#pragma once

#include "common/explore/tests/conformance/perform_creation.hpp"
#include "common/explore/tests/conformance/perform_files.hpp"
#include "common/explore/tests/conformance/perform_kernel.hpp"
#include "common/explore/tests/conformance/perform_lists.hpp"
#include "common/explore/tests/conformance/perform_locks.hpp"
#include "common/explore/tests/conformance/perform_thread_data.hpp"
#include "common/explore/tests/conformance/perform_user.hpp"

namespace conformance {

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
        case Call::get_exit_code: {
            DWORD code = 12345;
            record(seen, [&] { return Api::GetExitCodeThread(handle, &code); });
            if (code != 12345) seen.out = code;
            return;
        }
        default: perform_on_kernel_object(world, step, handle, seen); return;
    }
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
        case Target::condition: perform_on_condition(world, step, seen); return;
        case Target::word: perform_on_word(world, step, seen); return;
        case Target::once: perform_on_once(world, step, seen); return;
        case Target::list: perform_on_list(world, step, seen); return;
        case Target::index: perform_on_index(world, step, seen); return;
        case Target::file: perform_on_file(world, step, seen); return;
        case Target::none: break;
    }
    if (step.call == Call::wait_many) perform_wait_many(world, step, seen);
    if (step.call == Call::sleep_alertable || step.call == Call::wait_alertable)
        perform_alertable(world, step, seen);
    // Gives the rest of its time slice away; what is compared is the call itself.
    if (step.call == Call::sleep) record_void(seen, [&] { Api::Sleep(0); });
    if (step.call == Call::get_current_thread_id) {
        record(seen, [] { return Api::GetCurrentThreadId(); });
        number_of_actor(world, seen);
    }
}

}  // namespace conformance
