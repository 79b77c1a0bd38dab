// mutex.hpp - a kernel mutex: one owner at a time, across processes if it has a name.
//
//     w32::Mutex once(L"Local\\workbook.once");
//     if (!once.created()) return;              // another process was first
//
// Within one process a CriticalSection or an SrwLock is many times faster (chapter 4).
// https://learn.microsoft.com/windows/win32/sync/mutex-objects
#pragma once

#include "common/win32/handle.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/wait.hpp"

namespace w32 {

/// Owned by a thread, recursively: as many unlock() as successful lock(). Usable from any thread.
/// Not annotated for clang's analysis: it follows locks that answer yes or no, and this one has
/// three answers.
class Mutex {
public:
    Mutex() : handle_(own(::CreateMutexW(nullptr, FALSE, nullptr), "CreateMutexW")) {}

    /// Creates or opens the mutex of that name. The name may begin with Local\ (this session, the
    /// default) or Global\ and holds no other backslash. Throws Error 6 if the name belongs to an
    /// object of another kind.
    explicit Mutex(const wchar_t* name) {
        const HANDLE raw = ::CreateMutexW(nullptr, FALSE, name);
        const DWORD error = ::GetLastError();  // read at once: it also tells whether it existed
        if (raw == nullptr) throw Error("CreateMutexW", error);
        handle_.reset(raw);
        created_ = error != ERROR_ALREADY_EXISTS;
    }

    /// True if this object made the mutex, false if it opened an existing one.
    bool created() const noexcept { return created_; }

    /// Blocks until the mutex is ours. `abandoned`: it is ours, but its last owner died holding it.
    Waited lock(std::source_location where = std::source_location::current()) {
        return w32::wait(handle_.get(), forever, where);
    }

    /// As lock() with a limit; `timed_out` means it is not ours.
    [[nodiscard]] Waited lock_for(Timeout limit,
                                  std::source_location where = std::source_location::current()) {
        return w32::wait(handle_.get(), limit, where);
    }

    /// Takes the mutex only if that needs no waiting.
    [[nodiscard]] bool try_lock() { return signaled_now(handle_.get()); }

    /// Gives it back once. Throws Error 288 (ERROR_NOT_OWNER) on a thread that does not own it.
    void unlock() { check(::ReleaseMutex(handle_.get()), "ReleaseMutex"); }

    HANDLE get() const noexcept { return handle_.get(); }

private:
    Handle handle_;
    bool created_ = true;
};

/// Holds a mutex from here to the end of the scope, and remembers how it was got: a guard that
/// forgot would let half-done data pass for whole.
template <>
class Guard<Mutex> {
public:
    explicit Guard(Mutex& mutex, std::source_location where = std::source_location::current())
        : mutex_(mutex), abandoned_(mutex.lock(where) == Waited::abandoned) {}
    ~Guard() {
        // Ours, so it cannot be refused; ReleaseMutex leaves GetLastError alone when it succeeds.
        (void)::ReleaseMutex(mutex_.get());
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

    /// True if the last owner died holding the mutex: look at the data before you use it.
    bool abandoned() const noexcept { return abandoned_; }

private:
    Mutex& mutex_;
    bool abandoned_;
};

}  // namespace w32
