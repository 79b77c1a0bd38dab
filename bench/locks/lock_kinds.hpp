// lock_kinds.hpp - what bench_locks measures, all with lock() and unlock(), and some with add().
//
// Straight to Windows: the wrappers of common/win32 also tell the wait board who waits.
#pragma once

#include "bench/locks/own_locks.hpp"
#include "common/win32/handle.hpp"
#include "common/win32/locks.hpp"

#include <mutex>
#if defined(_MSC_VER) && !defined(__MINGW32__)
#define WB_HAS_SHARED_MUTEX 1
#include <shared_mutex>
#else
#define WB_HAS_SHARED_MUTEX 0  // winpthreads' loses exclusion when it is first contended
#endif

namespace bench {

/// The yardstick: each thread counts for itself, and nobody is kept out.
struct NoLock {
    static constexpr bool kForOneThread = true;
    void lock() noexcept {}
    void unlock() noexcept {}
};

/// No lock either: the addition is one step.
struct Interlocked {
    void lock() noexcept {}
    void unlock() noexcept {}
    static void add(LONG64& counter) noexcept { ::InterlockedIncrement64(&counter); }
};

template <DWORD kSpins>
class Section {
public:
    void lock() noexcept WB_UNCHECKED_LOCKING { ::EnterCriticalSection(section_.get()); }
    void unlock() noexcept WB_UNCHECKED_LOCKING { ::LeaveCriticalSection(section_.get()); }

private:
    w32::CriticalSection section_{kSpins};
};

class SlimLock {
public:
    void lock() noexcept WB_UNCHECKED_LOCKING { ::AcquireSRWLockExclusive(&lock_); }
    void unlock() noexcept WB_UNCHECKED_LOCKING { ::ReleaseSRWLockExclusive(&lock_); }
    void lock_shared() noexcept WB_UNCHECKED_LOCKING { ::AcquireSRWLockShared(&lock_); }
    void unlock_shared() noexcept WB_UNCHECKED_LOCKING { ::ReleaseSRWLockShared(&lock_); }

private:
    SRWLOCK lock_ = SRWLOCK_INIT;
};

/// Everybody in shared mode: nobody is kept out, so the addition has to be one step.
class SlimLockShared {
public:
    void lock() noexcept { lock_.lock_shared(); }
    void unlock() noexcept { lock_.unlock_shared(); }
    static void add(LONG64& counter) noexcept { ::InterlockedIncrement64(&counter); }

private:
    SlimLock lock_;
};

inline void wait_for_it(HANDLE object) {
    w32::check(::WaitForSingleObject(object, INFINITE) == WAIT_OBJECT_0, "WaitForSingleObject");
}

class KernelMutex {
public:
    void lock() { wait_for_it(mutex_.get()); }
    void unlock() { w32::check(::ReleaseMutex(mutex_.get()), "ReleaseMutex"); }

private:
    w32::Handle mutex_ = w32::own(::CreateMutexW(nullptr, FALSE, nullptr), "CreateMutexW");
};

class SemaphoreOfOne {
public:
    void lock() { wait_for_it(semaphore_.get()); }
    void unlock() {
        w32::check(::ReleaseSemaphore(semaphore_.get(), 1, nullptr), "ReleaseSemaphore");
    }

private:
    w32::Handle semaphore_ =
        w32::own(::CreateSemaphoreW(nullptr, 1, 1, nullptr), "CreateSemaphoreW");
};

/// Signaled: the lock is free.
class AutomaticEvent {
public:
    void lock() { wait_for_it(event_.get()); }
    void unlock() { w32::check(::SetEvent(event_.get()), "SetEvent"); }

private:
    w32::Handle event_ = w32::own(::CreateEventW(nullptr, FALSE, TRUE, nullptr), "CreateEventW");
};

}  // namespace bench
