// port_io.hpp - both files belong to a completion port, and one thread takes its packets.
//
// The packet brings the OVERLAPPED, which is the slot: no search, no limit of 64, no order but that
// in which requests have ended. More threads could take packets too; a session, here a slot, would
// still have one owner at a time. See chapters/10-iocp/echo for that.
// https://learn.microsoft.com/windows/win32/fileio/i-o-completion-ports
#pragma once

#include "chapters/10-iocp/copy/task.hpp"
#include "common/win32/completion_port.hpp"

namespace copy {

/// The files were opened with FILE_FLAG_OVERLAPPED and belong to no port yet.
class PortRun {
public:
    explicit PortRun(Task& task) : task_(task) {
        port_.associate(task.source(), 0);
        if (task.target() != nullptr) port_.associate(task.target(), 0);
    }

    void run() {
        for (Slot& slot : task_.slots()) go(slot, task_.next(slot));
        while (pending_ > 0) {
            const w32::Dequeued packet = port_.get(w32::forever);
            Slot& slot = *static_cast<Slot*>(packet.overlapped);
            --pending_;
            go(slot, task_.ended(slot, packet.bytes, packet.error));
        }
    }

private:
    void go(Slot& slot, Step step) {
        if (step == Step::stop) return;
        const w32::IoStarted started = start(task_, slot, step);
        if (started.how == w32::Io::failed)
            (void)task_.ended(slot, 0, started.error);  // no packet will come
        else
            ++pending_;  // done or pending: a packet comes
    }

    Task& task_;
    w32::CompletionPort port_{1};
    std::size_t pending_ = 0;
};

inline void run_by_port(Task& task) { PortRun(task).run(); }

}  // namespace copy
