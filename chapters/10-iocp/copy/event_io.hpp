// event_io.hpp - an event for each slot, and one thread that waits for any of them.
//
// The index that WaitForMultipleObjects answers is the slot. At most 64, and if several are
// signaled, the lowest index wins: those further back are
// served when none before them is ready.
// https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitformultipleobjects
#pragma once

#include "chapters/10-iocp/copy/task.hpp"

namespace copy {

/// The files were opened with FILE_FLAG_OVERLAPPED.
class EventRun {
public:
    explicit EventRun(Task& task) : task_(task) {
        // Found out now: later, requests would be pending.
        if (task.slots().size() > MAXIMUM_WAIT_OBJECTS)
            throw w32::Error("WaitForMultipleObjects", ERROR_INVALID_PARAMETER);
        for (Slot& slot : task.slots()) {
            owners_.emplace_back(w32::Reset::manual);
            events_.push_back(owners_.back().get());
            slot.hEvent = events_.back();
        }
    }

    void run() {
        for (Slot& slot : task_.slots()) go(slot, task_.next(slot));
        while (pending_ > 0) {
            Slot& slot = task_.slots()[w32::wait_any(events_, w32::forever).index];
            DWORD bytes = 0;
            const BOOL ok = ::GetOverlappedResult(task_.file_of(slot), &slot, &bytes, FALSE);
            const DWORD error = ok ? ERROR_SUCCESS : ::GetLastError();
            // The next request resets it too, but there may be none, or it may be refused.
            (void)::ResetEvent(slot.hEvent);
            --pending_;
            go(slot, task_.ended(slot, bytes, error));
        }
    }

private:
    void go(Slot& slot, Step step) {
        if (step == Step::stop) return;
        const w32::IoStarted started = start(task_, slot, step);
        if (started.how == w32::Io::failed)
            (void)task_.ended(slot, 0, started.error);  // nobody will set the event
        else
            ++pending_;  // done or pending: the event is set when it has ended
    }

    Task& task_;
    std::vector<w32::Event> owners_;
    std::vector<HANDLE> events_;
    std::size_t pending_ = 0;
};

inline void run_by_events(Task& task) { EventRun(task).run(); }

}  // namespace copy
