// semaphore.hpp - a kernel semaphore: a count of free units that has no owner.
//
//     w32::Semaphore slots(3, 3);
//     slots.acquire();  ...  slots.release();
//
// https://learn.microsoft.com/windows/win32/sync/semaphore-objects
#pragma once

#include "common/win32/handle.hpp"
#include "common/win32/wait.hpp"

namespace w32 {

/// 0 <= count <= maximum. Any thread may release what another acquired.
class Semaphore {
public:
    /// Throws Error 87 unless 0 <= initial <= maximum and maximum >= 1.
    Semaphore(LONG initial, LONG maximum)
        : handle_(own(::CreateSemaphoreW(nullptr, initial, maximum, nullptr), "CreateSemaphoreW")) {
    }

    /// Creates or opens the semaphore of that name, which other processes may know too. One that
    /// existed keeps its count and its maximum.
    Semaphore(LONG initial, LONG maximum, const wchar_t* name)
        : handle_(own(::CreateSemaphoreW(nullptr, initial, maximum, name), "CreateSemaphoreW")) {}

    /// Takes one unit; blocks while there is none.
    void acquire(std::source_location where = std::source_location::current()) {
        (void)w32::wait(handle_.get(), forever, where);
    }

    /// true: one unit is taken; false: time is up.
    [[nodiscard]] bool acquire_for(Timeout limit,
                                   std::source_location where = std::source_location::current()) {
        return w32::wait(handle_.get(), limit, where) == Waited::signaled;
    }

    /// Gives `units` >= 1 back and answers the count before: a snapshot that may be history by the
    /// time it is read. Throws Error 298 (ERROR_TOO_MANY_POSTS) above the maximum; the count is
    /// then unchanged.
    LONG release(LONG units = 1) {
        LONG previous = 0;
        check(::ReleaseSemaphore(handle_.get(), units, &previous), "ReleaseSemaphore");
        return previous;
    }

    HANDLE get() const noexcept { return handle_.get(); }

private:
    Handle handle_;
};

}  // namespace w32
