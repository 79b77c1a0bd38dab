// locks.hpp - the two locks that live in user memory, and the guard that gives them back.
//
//     w32::SrwLock lock_;
//     WB_GUARDED_BY(lock_) int balance_ = 0;
//     ...
//     w32::Guard hold(lock_);
//     ++balance_;
//
// Both spin or stay in user mode while nobody competes and enter the kernel only to wait.
// https://learn.microsoft.com/windows/win32/sync/critical-section-objects
// https://learn.microsoft.com/windows/win32/sync/slim-reader-writer--srw--locks
#pragma once

#include "common/win32/annotations.hpp"
#include "common/win32/wait_board.hpp"

namespace w32 {

#if defined(WORKBOOK_EXPLORED)
inline constexpr bool kTryFirst = false;  // there a try would be a step of its own
#else
inline constexpr bool kTryFirst = true;
#endif

/// Recursive: the owner may lock again and must unlock as often. Not across processes.
/// Destroying it while a thread holds it or waits for it is undefined.
class WB_LOCKABLE("critical section") CriticalSection {
public:
    /// `spin_count`: how often a thread on a multi-processor looks again before it waits.
    explicit CriticalSection(DWORD spin_count = 0) noexcept {
        // Answers TRUE always since Windows Vista; there is no failure to report.
        (void)::InitializeCriticalSectionAndSpinCount(&section_, spin_count);
    }
    ~CriticalSection() { ::DeleteCriticalSection(&section_); }
    CriticalSection(const CriticalSection&) = delete;
    CriticalSection& operator=(const CriticalSection&) = delete;

    /// Blocks until the section is ours.
    void lock(std::source_location where = std::source_location::current())
        WB_ACQUIRES() WB_UNCHECKED_LOCKING {
        // Only a real wait goes on the board.
        if (kTryFirst && ::TryEnterCriticalSection(&section_)) return;
        const OnWaitBoard line("critical section", &section_, where);
        ::EnterCriticalSection(&section_);
    }
    [[nodiscard]] bool try_lock() noexcept WB_TRY_ACQUIRES(true) WB_UNCHECKED_LOCKING {
        return ::TryEnterCriticalSection(&section_) != FALSE;
    }
    /// By the owner only: another thread's call corrupts the section, and nothing reports it.
    void unlock() noexcept WB_RELEASES() WB_UNCHECKED_LOCKING { ::LeaveCriticalSection(&section_); }

    CRITICAL_SECTION* get() noexcept { return &section_; }

private:
    CRITICAL_SECTION section_;
};

/// One writer or many readers; pointer-sized, no clean-up, not recursive: a thread that takes it
/// twice waits for itself for ever.
class WB_LOCKABLE("SRW lock") SrwLock {
public:
    SrwLock() noexcept = default;
    SrwLock(const SrwLock&) = delete;
    SrwLock& operator=(const SrwLock&) = delete;

    /// Blocks until no thread holds the lock in any way.
    void lock(std::source_location where = std::source_location::current())
        WB_ACQUIRES() WB_UNCHECKED_LOCKING {
        if (kTryFirst && ::TryAcquireSRWLockExclusive(&lock_)) return;
        const OnWaitBoard line("SRW lock", &lock_, where);
        ::AcquireSRWLockExclusive(&lock_);
    }
    [[nodiscard]] bool try_lock() noexcept WB_TRY_ACQUIRES(true) WB_UNCHECKED_LOCKING {
        return ::TryAcquireSRWLockExclusive(&lock_) != 0;
    }
    void unlock() noexcept WB_RELEASES() WB_UNCHECKED_LOCKING { ::ReleaseSRWLockExclusive(&lock_); }

    /// Blocks until no thread holds the lock exclusively.
    void lock_shared(std::source_location where = std::source_location::current())
        WB_ACQUIRES_SHARED() WB_UNCHECKED_LOCKING {
        if (kTryFirst && ::TryAcquireSRWLockShared(&lock_)) return;
        const OnWaitBoard line("SRW lock (shared)", &lock_, where);
        ::AcquireSRWLockShared(&lock_);
    }
    [[nodiscard]] bool try_lock_shared() noexcept
        WB_TRY_ACQUIRES_SHARED(true) WB_UNCHECKED_LOCKING {
        return ::TryAcquireSRWLockShared(&lock_) != 0;
    }
    void unlock_shared() noexcept WB_RELEASES_SHARED() WB_UNCHECKED_LOCKING {
        ::ReleaseSRWLockShared(&lock_);
    }

    SRWLOCK* get() noexcept { return &lock_; }

private:
    SRWLOCK lock_ = SRWLOCK_INIT;
};

/// Holds a lock from here to the end of the scope. std::lock_guard would do the same; this one is
/// known to clang's thread safety analysis and names the caller's line on the wait board.
template <class Lock>
class WB_SCOPED_LOCK Guard {
public:
    explicit Guard(Lock& lock, std::source_location where = std::source_location::current())
        WB_ACQUIRES(lock)
        : lock_(lock) {
        lock_.lock(where);
    }
    ~Guard() WB_RELEASES() { lock_.unlock(); }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

private:
    Lock& lock_;
};

/// The reader's guard of an SrwLock.
class WB_SCOPED_LOCK SharedGuard {
public:
    explicit SharedGuard(SrwLock& lock,
                         std::source_location where = std::source_location::current())
        WB_ACQUIRES_SHARED(lock)
        : lock_(lock) {
        lock_.lock_shared(where);
    }
    ~SharedGuard() WB_RELEASES() { lock_.unlock_shared(); }
    SharedGuard(const SharedGuard&) = delete;
    SharedGuard& operator=(const SharedGuard&) = delete;

private:
    SrwLock& lock_;
};

}  // namespace w32
