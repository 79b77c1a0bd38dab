// perform_kernel.hpp - steps on completion ports, timers and APC queues.
#pragma once

#include "common/explore/tests/conformance/world.hpp"

namespace conformance {

template <class Api>
void perform_get_packet(HANDLE port, Seen& seen) {
    DWORD bytes = 77;
    ULONG_PTR key = 88;
    LPOVERLAPPED overlapped = reinterpret_cast<LPOVERLAPPED>(std::uintptr_t{99});
    record(seen,
           [&] { return Api::GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, 0); });
    // A time-out sets `overlapped` to NULL and leaves the others alone.
    seen.out = static_cast<std::int64_t>(bytes * 1'000'000 + key * 1'000 +
                                         reinterpret_cast<std::uintptr_t>(overlapped));
}

template <class Api>
void perform_get_packets(HANDLE port, Seen& seen) {
    OVERLAPPED_ENTRY entries[2] = {};
    ULONG removed = 0;
    if (!record(seen, [&] { return Api::GetQueuedCompletionStatusEx(port, entries, 2, &removed); }))
        return;
    seen.out = static_cast<std::int64_t>(removed);
    for (const OVERLAPPED_ENTRY& entry : entries)
        seen.out =
            seen.out * 1'000 + static_cast<std::int64_t>(entry.dwNumberOfBytesTransferred * 10 +
                                                         entry.lpCompletionKey);
}

template <class Api>
void perform_set_timer(HANDLE timer, Seen& seen) {
    LARGE_INTEGER due;
    due.QuadPart = -1;
    record(seen, [&] { return Api::SetWaitableTimer(timer, &due); });
}

template <class Api>
void perform_alertable(World<Api>& world, const Step& step, Seen& seen) {
    // These two handles are not signaled: whether a pending APC or a signaled object ends a wait is
    // another question on each system.
    const HANDLE never = handle_of(world, step.a != 0 ? kCurrentThread : kCurrentProcess, false);
    const std::int64_t before = Apcs<Api>::log;
    record(seen, [&] {
        return step.call == Call::sleep_alertable ? Api::SleepEx(0, step.b)
                                                  : Api::WaitForSingleObjectEx(never, 0, step.b);
    });
    if (Apcs<Api>::log != before) seen.out = Apcs<Api>::log;
}

/// Steps on handles that were left over.
template <class Api>
void perform_on_kernel_object(World<Api>& world, const Step& step, HANDLE handle, Seen& seen) {
    switch (step.call) {
        case Call::pulse_event: record(seen, [&] { return Api::PulseEvent(handle); }); return;
        case Call::signal_and_wait: {
            const HANDLE awaited = handle_of(world, step.many[0], false);
            record(seen, [&] { return Api::SignalObjectAndWait(handle, awaited); });
            return;
        }
        case Call::queue_apc:
            world.apcs = true;
            record(seen, [&] {
                return Api::QueueUserAPC(&Apcs<Api>::run, handle, static_cast<ULONG_PTR>(step.a));
            });
            return;
        case Call::post_packet:
            record(seen, [&] {
                return Api::PostQueuedCompletionStatus(handle, static_cast<DWORD>(step.a),
                                                       static_cast<ULONG_PTR>(step.b));
            });
            return;
        case Call::get_packet: perform_get_packet<Api>(handle, seen); return;
        case Call::get_packets: perform_get_packets<Api>(handle, seen); return;
        case Call::set_timer: perform_set_timer<Api>(handle, seen); return;
        default: record(seen, [&] { return Api::CancelWaitableTimer(handle); }); return;
    }
}

}  // namespace conformance
