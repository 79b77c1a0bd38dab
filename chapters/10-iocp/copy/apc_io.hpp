// apc_io.hpp - a completion routine for each request, called when the thread waits alertably.
//
// The routine starts the next request, which names the routine again. No lock: all of them run on
// the thread that has started the requests, one after the other, inside SleepEx. A thread that
// never waits alertably is never told.
// https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-readfileex
#pragma once

#include "chapters/10-iocp/copy/task.hpp"

namespace copy {

/// The files were opened with FILE_FLAG_OVERLAPPED and belong to no completion port.
class ApcRun {
public:
    explicit ApcRun(Task& task) : task_(task) {
        // ReadFileEx and WriteFileEx leave hEvent alone: it may hold whatever the routine needs.
        for (Slot& slot : task.slots()) slot.hEvent = this;
    }

    void run() {
        for (Slot& slot : task_.slots()) go(slot, task_.next(slot));
        while (pending_ > 0) (void)::SleepEx(INFINITE, TRUE);
    }

private:
    static void CALLBACK ended(DWORD error, DWORD bytes, OVERLAPPED* request) {
        Slot& slot = *static_cast<Slot*>(request);
        ApcRun& self = *static_cast<ApcRun*>(slot.hEvent);
        --self.pending_;
        self.go(slot, self.task_.ended(slot, bytes, error));
    }

    void go(Slot& slot, Step step) {
        if (step == Step::stop) return;
        const auto size = static_cast<DWORD>(slot.data.size());
        const BOOL started =
            step == Step::read
                ? ::ReadFileEx(task_.source(), slot.data.data(), size, &slot, &ended)
                : ::WriteFileEx(task_.target(), slot.data.data(), size, &slot, &ended);
        const DWORD error = ::GetLastError();
        if (!started)
            (void)task_.ended(slot, 0, error);  // the routine will not be called
        else
            ++pending_;
    }

    Task& task_;
    std::size_t pending_ = 0;
};

inline void run_by_apcs(Task& task) { ApcRun(task).run(); }

}  // namespace copy
