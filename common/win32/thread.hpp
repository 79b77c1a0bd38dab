// thread.hpp - a Win32 thread that is always joined.
//
//     w32::Thread worker("worker", [&] { work(); });   // joined at the end of the scope
//
// Chapter 1 opens this box; the later chapters only use it.
// https://learn.microsoft.com/cpp/c-runtime-library/reference/beginthread-beginthreadex
#pragma once

#include "common/win32/handle.hpp"
#include "common/win32/timeout.hpp"

#include <functional>

namespace w32 {

/// Runs `body` on a new thread; the destructor waits until it has returned. An exception that
/// leaves `body` ends the process (std::terminate): a thread has nobody to throw to.
/// An object belongs to one thread; move it, do not share it.
class Thread {
public:
    Thread() noexcept = default;

    /// `name` is what the debugger and the wait board show; at most 31 bytes are kept.
    /// Throws Error if the system has no room for another thread.
    Thread(const char* name, std::function<void()> body,
           std::source_location where = std::source_location::current());
    explicit Thread(std::function<void()> body,
                    std::source_location where = std::source_location::current())
        : Thread("", std::move(body), where) {}

    ~Thread() { join(); }
    Thread(Thread&& other) noexcept
        : handle_(std::move(other.handle_)), id_(std::exchange(other.id_, 0)) {}
    /// Joins the thread it held before it takes the other one over.
    Thread& operator=(Thread&& other) noexcept;

    /// Blocks until the thread has returned; at once if there is none or it was joined before.
    void join() noexcept;

    /// True: it has returned and counts as joined. False: it still runs after `limit`.
    [[nodiscard]] bool join_for(Timeout limit);

    /// For waits; stays owned by this object. nullptr when there is no thread to join.
    HANDLE get() const noexcept { return handle_.get(); }
    /// The system-wide thread id, also after join(); 0 if there never was a thread here.
    DWORD id() const noexcept { return id_; }
    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }

private:
    Handle handle_;
    DWORD id_ = 0;
};

}  // namespace w32
