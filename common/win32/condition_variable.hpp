// condition_variable.hpp - sleep until somebody says that the state has changed.
//
//     w32::Guard hold(lock);
//     while (items.empty()) changed.wait(lock);   // while, not if: a wake-up is only a hint
//
// The wait releases the lock and sleeps in one step, and holds the lock again when it returns.
// https://learn.microsoft.com/windows/win32/sync/condition-variables
#pragma once

#include "common/win32/error.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/timeout.hpp"

namespace w32 {

/// Works with a CriticalSection or an SrwLock held exclusively. Wake-ups may be spurious.
/// notify_* needs no lock; the state it announces must have been changed under the lock.
class ConditionVariable {
public:
    ConditionVariable() noexcept = default;
    ConditionVariable(const ConditionVariable&) = delete;
    ConditionVariable& operator=(const ConditionVariable&) = delete;

    /// Blocks until notified, or for no reason at all; the caller looks at its state again.
    template <class Lock>
    void wait(Lock& lock, std::source_location where = std::source_location::current())
        WB_REQUIRES(lock) {
        (void)wait_for(lock, forever, where);
    }

    /// false: `limit` has passed. Look at the state even then: it may have changed just before.
    template <class Lock>
    [[nodiscard]] bool wait_for(Lock& lock, Timeout limit,
                                std::source_location where = std::source_location::current())
        WB_REQUIRES(lock) {
        const OnWaitBoard line("condition variable", &variable_, where);
        if (sleep(lock, limit.ms())) return true;
        const DWORD error = ::GetLastError();
        if (error != ERROR_TIMEOUT) throw Error("SleepConditionVariable", error, where);
        return false;
    }

    void notify_one() noexcept { ::WakeConditionVariable(&variable_); }
    void notify_all() noexcept { ::WakeAllConditionVariable(&variable_); }

private:
    BOOL sleep(CriticalSection& lock, DWORD ms) noexcept {
        return ::SleepConditionVariableCS(&variable_, lock.get(), ms);
    }
    BOOL sleep(SrwLock& lock, DWORD ms) noexcept {
        return ::SleepConditionVariableSRW(&variable_, lock.get(), ms, 0);
    }

    CONDITION_VARIABLE variable_ = CONDITION_VARIABLE_INIT;
};

}  // namespace w32
