// pool_io.hpp - the thread pool takes the packets and calls back, on whichever thread it has.
//
// The pool counts what was announced: StartThreadpoolIo before each request; CancelThreadpoolIo if
// it was refused, for then no callback comes. Callbacks of different slots run at the same time.
// So the number of slots that go on is atomic, and the last one that stops says so.
// https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-startthreadpoolio
#pragma once

#include "chapters/10-iocp/copy/task.hpp"

#include <memory>
#include <type_traits>

namespace copy {

/// The files were opened with FILE_FLAG_OVERLAPPED and belong to no port yet.
class PoolRun {
public:
    explicit PoolRun(Task& task) : task_(task), running_(task.slots().size()) {
        source_ = join_pool(task.source());
        if (task.target() != nullptr) target_ = join_pool(task.target());
    }

    void run() {
        for (Slot& slot : task_.slots()) go(slot, task_.next(slot));
        all_stopped_.wait();
    }  // the last callback may still be on its way out: CloseIo waits for it

private:
    struct CloseIo {
        void operator()(PTP_IO io) const noexcept {
            ::WaitForThreadpoolIoCallbacks(io, FALSE);
            ::CloseThreadpoolIo(io);
        }
    };
    using Io = std::unique_ptr<std::remove_pointer_t<PTP_IO>, CloseIo>;

    Io join_pool(HANDLE file) {
        Io io(::CreateThreadpoolIo(file, &ended, this, nullptr));
        w32::check(io != nullptr, "CreateThreadpoolIo");
        return io;
    }

    static void CALLBACK ended(PTP_CALLBACK_INSTANCE, PVOID context, PVOID request, ULONG error,
                               ULONG_PTR bytes, PTP_IO) {
        PoolRun& self = *static_cast<PoolRun*>(context);
        Slot& slot = *static_cast<Slot*>(static_cast<OVERLAPPED*>(request));
        self.go(slot, self.task_.ended(slot, static_cast<DWORD>(bytes), error));
    }

    void go(Slot& slot, Step step) {
        if (step == Step::stop) return stopped();
        const PTP_IO io = step == Step::read ? source_.get() : target_.get();
        ::StartThreadpoolIo(io);
        const w32::IoStarted started = start(task_, slot, step);
        // From here on the slot is the callback's, unless the request was refused.
        if (started.how != w32::Io::failed) return;
        ::CancelThreadpoolIo(io);
        (void)task_.ended(slot, 0, started.error);
        stopped();
    }

    void stopped() {
        if (--running_ == 0) all_stopped_.set();
    }

    Task& task_;
    std::atomic<std::size_t> running_;
    w32::Event all_stopped_{w32::Reset::manual};
    Io source_, target_;  // last: they go first, and wait for callbacks that use the rest
};

inline void run_by_pool(Task& task) { PoolRun(task).run(); }

}  // namespace copy
