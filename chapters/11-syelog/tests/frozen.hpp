// frozen.hpp - another process stands still, as under a debugger or on a machine that pages.
#pragma once

#include "common/win32/handle.hpp"

#include <tlhelp32.h>

#include <vector>

namespace syelog_tests {

/// Suspends every thread of the process from here to the end of the scope. A thread that starts
/// meanwhile is missed: nobody is left to start one. The process may be ended while it is frozen.
class Frozen {
public:
    explicit Frozen(DWORD process_id) {
        const w32::Handle all = w32::own_file(::CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0),
                                              "CreateToolhelp32Snapshot");
        THREADENTRY32 entry{};
        entry.dwSize = sizeof entry;
        for (BOOL more = ::Thread32First(all.get(), &entry); more;
             more = ::Thread32Next(all.get(), &entry))
            if (entry.th32OwnerProcessID == process_id) suspend(entry.th32ThreadID);
    }
    ~Frozen() {
        for (const w32::Handle& thread : threads_) (void)::ResumeThread(thread.get());
    }
    Frozen(const Frozen&) = delete;
    Frozen& operator=(const Frozen&) = delete;

    std::size_t threads() const noexcept { return threads_.size(); }

private:
    void suspend(DWORD id) {
        w32::Handle thread(::OpenThread(THREAD_SUSPEND_RESUME, FALSE, id));
        if (thread && ::SuspendThread(thread.get()) != MAXDWORD)
            threads_.push_back(std::move(thread));
    }

    std::vector<w32::Handle> threads_;
};

}  // namespace syelog_tests
