// event.hpp - a kernel event: a flag that threads can wait for.
//
//     w32::Event gate{w32::Reset::manual};
//     gate.set();                              // everybody may pass, now and later
//
// https://learn.microsoft.com/windows/win32/sync/event-objects
#pragma once

#include "common/win32/handle.hpp"
#include "common/win32/wait.hpp"

namespace w32 {

/// Who clears the flag: the wait that consumed it, or an explicit reset().
enum class Reset { automatic, manual };

/// An event, not signaled unless asked. Every member may be called from any thread; each throws
/// Error if Windows refuses.
class Event {
public:
    explicit Event(Reset reset, bool signaled = false)
        : handle_(own(::CreateEventW(nullptr, reset == Reset::manual, signaled, nullptr),
                      "CreateEventW")) {}

    /// Creates or opens the event of that name, which other processes may know too (Local\ and
    /// Global\ as for w32::Mutex). One that existed keeps its kind and its state.
    Event(Reset reset, const wchar_t* name)
        : handle_(own(::CreateEventW(nullptr, reset == Reset::manual, FALSE, name),
                      "CreateEventW")) {}

    void set() { check(::SetEvent(handle_.get()), "SetEvent"); }
    void reset() { check(::ResetEvent(handle_.get()), "ResetEvent"); }

    /// Blocks until the event is signaled.
    void wait(std::source_location where = std::source_location::current()) {
        (void)w32::wait(handle_.get(), forever, where);
    }

    /// true: signaled (an automatic event is now clear again); false: time is up.
    [[nodiscard]] bool wait_for(Timeout limit,
                                std::source_location where = std::source_location::current()) {
        return w32::wait(handle_.get(), limit, where) == Waited::signaled;
    }

    HANDLE get() const noexcept { return handle_.get(); }

private:
    Handle handle_;
};

}  // namespace w32
